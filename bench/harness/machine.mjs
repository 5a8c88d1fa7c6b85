import { readFileSync } from "node:fs";
import { arch, cpus, loadavg, release, totalmem, type } from "node:os";

/** What the measurements were made on. */
export function describeMachine() {
  const processors = cpus();
  const virtual = /^flags.*\bhypervisor\b/m.test(readText("/proc/cpuinfo")) ? ", virtual machine" : "";
  return {
    processor: `${processors[0].model.trim()} (${readCaches()})${virtual}`,
    cores: processors.length,
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    system: `${distribution()} (${type()} ${release()}, ${arch()})`,
  };
}

const distribution = () => /^PRETTY_NAME="(.*)"/m.exec(readText("/etc/os-release"))?.[1] ?? type();

/** `L1 48K, L2 2048K, L3 …` where the system tells (Linux). */
function readCaches() {
  const sizes = [0, 2, 3].map((k) => readText(`/sys/devices/system/cpu/cpu0/cache/index${k}/size`).trim());
  return sizes.every(Boolean) ? `L1 ${sizes[0]}, L2 ${sizes[1]}, L3 ${sizes[2]}` : "caches unknown";
}

/** The file's text, or nothing on systems that have no such file. */
function readText(path) {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return "";
    throw error;
  }
}

/** Starts to watch what else the machine does; the returned function says what it saw (Linux tells, others do not). */
export function watchMachine() {
  const before = processorTimes();
  const [load] = loadavg();
  return () => {
    const after = processorTimes();
    const elapsed = after.total - before.total;
    return { loadBefore: load, stolen: elapsed > 0 ? (after.stolen - before.stolen) / elapsed : undefined };
  };
}

/** Ticks of all cores, and those that a virtual machine's host took away. */
function processorTimes() {
  const ticks = readText("/proc/stat").split("\n")[0].trim().split(/\s+/).slice(1, 9).map(Number);
  return { total: ticks.reduce((sum, t) => sum + t, 0), stolen: ticks[7] ?? 0 };
}
