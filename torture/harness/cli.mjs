import { spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { crc32 } from "node:zlib";
import { bundlePrograms } from "../../tools/bundle.mjs";

/** Milliseconds after which a process hangs that has nothing to do any more. */
const HANG = 120_000;

const shim = (name) => fileURLToPath(new URL(`../shims/${name}.mjs`, import.meta.url));

/** Runs of some tenths of a second by every kind of solver, that write many checkpoints on a fast clock. */
export const runs = [
  ["iris", "--solver", "gd", "--max-steps", "1500", "--tolerance", "0"],
  ["digits", "--solver", "adam", "--epochs", "12"],
  ["wine", "--solver", "lbfgs", "--max-steps", "400", "--tolerance", "0", "--l2", "1e-4"],
  ["digits", "--solver", "newton", "--max-steps", "12", "--tolerance", "0"],
  ["penguins", "--solver", "sgd", "--epochs", "60", "--validation-size", "0.3", "--patience", "20"],
  ["iris", "--test-size", "0.3", "--l1", "1e-3"],
  [
    "rows.csv",
    "--label",
    "kind",
    "--memory",
    "512MB",
    "--solver",
    "lbfgs",
    "--max-steps",
    "60",
    "--tolerance",
    "0",
  ],
];

/** A table that is encoded into a file of rows first, and read from there. */
const ROWS = `x,y,z,kind\n${Array.from({ length: 4000 }, (_, k) => `${k % 7},${(k * k) % 11},${Math.sin(k).toFixed(6)},${"abc"[(k + (k % 5)) % 3]}`).join("\n")}\n`;

/** The command line, bundled from the sources, and runs of it in the folder. */
export async function openCli(scratch) {
  const programs = await bundlePrograms(join(scratch, "program"), {
    main: "apps/cli/src/main.ts",
    library: "torture/library.ts",
  });
  const library = await import(pathToFileURL(programs.library));
  writeFileSync(join(scratch, "rows.csv"), ROWS);
  const { FORCE_COLOR: _, ...inherited } = process.env;

  /** Starts it; `ended` resolves to `{code, signal, stdout, stderr, hung}`. */
  function start(args, { shims = [], env = {}, stdio = "pipe", cwd = scratch } = {}) {
    const imports = shims.flatMap((name) => ["--import", pathToFileURL(shim(name)).href]);
    const child = spawn(process.execPath, [...imports, programs.main, ...args], {
      cwd,
      stdio,
      env: {
        ...{ ...inherited, NO_COLOR: "1", TORTURE_CLOCK: "300" },
        ...{ SOFTMAX_CACHE: join(scratch, "cache"), ...env },
      },
    });
    const written = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"])
      child[name]?.setEncoding("utf8").on("data", (text) => {
        written[name] += text;
      });
    child.stdin?.end();
    let hung = false;
    const watch = setTimeout(() => {
      hung = true;
      child.kill("SIGKILL");
    }, HANG);
    const ended = new Promise((resolve) =>
      child.on("close", (code, signal) => {
        clearTimeout(watch);
        resolve({ code, signal, hung, ...written });
      }),
    );
    return { child, ended };
  }

  const models = new Map();
  /** The bytes of the model of a run that nobody disturbs. */
  async function undisturbed(run) {
    const key = run.join(" ");
    if (!models.has(key)) {
      const out = join(scratch, `undisturbed-${models.size}`);
      models.set(key, trained(out, start(["train", ...run, "--out", out, "--quiet"], { shims: ["clock"] })));
    }
    return models.get(key);
  }

  async function trained(out, { ended }) {
    const { code, stderr } = await ended;
    if (code !== 0) throw new Error(`a run that nobody disturbs failed with ${code}: ${stderr}`);
    return readFileSync(join(out, "model.safetensors"));
  }

  return { start, undisturbed, library, folderProblem: (folder, log) => folderProblem(library, folder, log) };
}

const decoders = {
  "run.json": ({ parseRun }, bytes) => parseRun(bytes.toString(), "run.json"),
  "checkpoint.safetensors": ({ decodeCheckpoint }, bytes) => decodeCheckpoint(bytes),
  "model.safetensors": ({ decodeModel }, bytes) => decodeModel(bytes),
};

/**
 * What is wrong with a run's folder after whatever happened to it; undefined where nothing is: every file there can be
 * read, and holds what was acknowledged last (`shims/disk.mjs`) or what was just taking its place.
 */
function folderProblem(library, folder, log) {
  const events = existsSync(log)
    ? readFileSync(log, "utf8")
        .split("\n")
        .filter(Boolean)
        .map((line) => JSON.parse(line))
    : [];
  for (const [name, decode] of Object.entries(decoders)) {
    const path = join(folder, name);
    const last = (event) => events.findLast((entry) => entry.event === event && entry.name === name);
    if (!existsSync(path)) {
      if (last("replaced")) return `${name} was acknowledged and is not there`;
      continue;
    }
    const bytes = readFileSync(path);
    try {
      decode(library, bytes);
    } catch (error) {
      return `${name} cannot be read: ${error.message}`;
    }
    const expected = [last("replaced"), last("replacing")].filter(Boolean).map(({ crc }) => crc);
    if (expected.length > 0 && !expected.includes(crc32(bytes)))
      return `${name} is neither the last that was acknowledged nor the next`;
  }
  return undefined;
}

/** What is wrong with how a program ended that could not do what it should; undefined where it says so in a sentence. */
export function complaintProblem({ code, signal, hung, stderr }, codes) {
  const shown = `${stderr.slice(-600)}`;
  if (hung) return `does not end: ${shown}`;
  if (!codes.includes(code)) return `ends with ${signal ?? code}, expected ${codes.join(" or ")}: ${shown}`;
  if (/^ +at |UnhandledPromise|should not happen|node:internal/m.test(stderr))
    return `complains with a stack: ${shown}`;
  if (code !== 0 && !/^softmax: .{10,500}$/m.test(stderr)) return `says nothing: ${shown}`;
  return undefined;
}

/** Does `work(k)` for k = 0, 1, 2, … while `goOn` says so, `width` at a time, and gathers `{counts, failures}`. */
export async function inParallel(width, goOn, work) {
  const counts = {};
  const failures = [];
  let next = 0;
  let done = 0;
  const lane = async () => {
    while (goOn(done) && failures.length < 20) {
      const outcome = await work(next++);
      for (const [name, count] of Object.entries(outcome.counts)) counts[name] = (counts[name] ?? 0) + count;
      failures.push(...outcome.failures);
      done += outcome.done ?? 1;
    }
  };
  await Promise.all(Array.from({ length: width }, lane));
  return { counts, failures };
}
