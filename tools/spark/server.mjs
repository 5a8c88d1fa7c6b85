import { fork } from "node:child_process";
import { mkdir, mkdtemp, readFile, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Failure } from "../process.mjs";
import { sparkHome } from "./sparkHome.mjs";

const guard = join(dirname(fileURLToPath(import.meta.url)), "guard.mjs");

/** Long enough for the slowest machine; on a quick one it takes 5 s. */
const START_SECONDS = 120;

/**
 * Starts a Spark Connect server of our own, on loopback and on ports that were free. By default a cluster in small: a
 * master and two workers in the driver's process, and two executors of one core and 1 GB in processes of their own.
 * It ends with `stop`, and with this process, however that ends; nothing of it remains on the disk.
 *
 * @param {{master?: string}} [options] Spark's `--master`; `local[1]` starts soonest
 * @returns {Promise<{remote: string, ui: string, stop(): Promise<void>}>} `remote` is what clients connect to,
 *   `sc://…`; below `ui` is Spark's status: `${ui}/api/v1/applications`
 * @throws {Unreachable} where Spark is not on this machine and could not be fetched
 */
export async function startSpark({ master = "local-cluster[2,1,1024]" } = {}) {
  const folder = await mkdtemp(join(tmpdir(), "softmax-spark-"));
  const home = await homeIn(folder, await sparkHome());
  const env = { ...process.env, SPARK_HOME: home, SPARK_LOCAL_IP: "127.0.0.1" };
  const command = [join(home, "bin", "spark-submit"), ...submitArguments(master, folder)];
  const child = fork(guard, [folder, ...command], { env, detached: true, stdio: "ignore" });
  const ended = new Promise((resolve) => child.on("exit", resolve));
  const stop = () => {
    if (child.connected) child.disconnect();
    return ended;
  };
  const started = await addresses(join(folder, "log"), child).catch(async (error) => {
    await stop();
    throw error;
  });
  return { ...started, stop };
}

/** Spark writes beside its jars (executors' logs), so it gets a home that goes away. */
async function homeIn(folder, installed) {
  const home = join(folder, "home");
  await mkdir(home);
  await mkdir(join(folder, "tmp"));
  for (const name of ["bin", "jars"]) await symlink(join(installed, name), join(home, name));
  return home;
}

function submitArguments(master, folder) {
  const tmp = join(folder, "tmp");
  const java = `-XX:-UsePerfData -Djava.io.tmpdir=${tmp}`;
  const settings = {
    "spark.connect.grpc.binding.address": "127.0.0.1",
    "spark.connect.grpc.binding.port": "0",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.ui.port": "0",
    "spark.local.dir": tmp,
    "spark.driver.extraJavaOptions": java,
    "spark.executor.extraJavaOptions": java,
  };
  return [
    ...["--class", "org.apache.spark.sql.connect.service.SparkConnectServer"],
    ...["--master", master, "--driver-memory", "1g"],
    ...Object.entries(settings).flatMap(([name, value]) => ["--conf", `${name}=${value}`]),
    "spark-internal",
  ];
}

/** Waits until the log tells where the server and its status page are. */
async function addresses(log, child) {
  let ended = false;
  child.on("message", () => (ended = true)).on("exit", () => (ended = true));
  for (const end = Date.now() + START_SECONDS * 1000; ; ) {
    const last = ended || Date.now() > end;
    const text = await readFile(log, "utf8").catch(() => "");
    const connect = /Spark Connect server started at: \S*:(\d+)/.exec(text)?.[1];
    const ui = /started service 'SparkUI' on port (\d+)/.exec(text)?.[1];
    if (connect && ui) return { remote: `sc://127.0.0.1:${connect}`, ui: `http://127.0.0.1:${ui}` };
    if (last) {
      const what = ended ? "ended" : `did not start within ${START_SECONDS} s`;
      throw new Failure(`Spark ${what}:\n${text.split("\n").slice(-20).join("\n")}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
