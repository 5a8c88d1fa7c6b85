import { globSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Failure, root, run } from "../process.mjs";
import { deno } from "./deno.mjs";

const here = dirname(fileURLToPath(import.meta.url));

/** The notebooks of `examples/notebooks`, in order, as paths from the root. */
export const notebooks = globSync("examples/notebooks/*.ipynb", { cwd: root }).sort();

/** The name of a Python that has nbclient, or undefined. */
export async function pythonWithNbclient() {
  for (const python of ["/usr/bin/python3", "python3", "python"])
    if (await imports(python, "nbclient")) return python;
  return undefined;
}

const imports = (python, module) =>
  run(python, ["-c", `import ${module}`]).then(
    ({ code }) => code === 0,
    () => false,
  );

/**
 * Executes notebooks on a Deno kernel that is installed for this run only.
 *
 * @param {"store" | "check"} mode see `execute.py`
 * @param {readonly string[]} files paths from the root
 * @returns {Promise<{code: number, output: string}>}
 */
export async function execute(mode, files, { python, show = false }) {
  const jupyter = await mkdtemp(join(tmpdir(), "softmax-jupyter-"));
  try {
    await installKernel(jupyter, await deno());
    const path = [jupyter, process.env.JUPYTER_PATH].filter(Boolean).join(delimiter);
    const env = { ...process.env, JUPYTER_PATH: path, NO_COLOR: "1", PYTHONWARNINGS: "ignore" };
    return await run(python, [join(here, "execute.py"), mode, ...files], { env, show });
  } finally {
    await rm(jupyter, { recursive: true, force: true });
  }
}

async function installKernel(jupyter, executable) {
  const folder = join(jupyter, "kernels", "deno");
  await mkdir(folder, { recursive: true });
  const argv = [executable, "--quiet", "jupyter", "--kernel", "--conn", "{connection_file}"];
  await writeFile(
    join(folder, "kernel.json"),
    JSON.stringify({ argv, display_name: "Deno", language: "typescript" }),
  );
}

/** `npm run notebooks [-- --check] [-- <part of a name>]` */
async function main(args) {
  const python = await pythonWithNbclient();
  if (!python)
    throw new Failure(
      "notebooks: no Python with nbclient; `apt install python3-nbclient` or `pip install nbclient`",
    );
  const [mode, wanted] = args[0] === "--check" ? ["check", args[1]] : ["store", args[0]];
  const files = notebooks.filter((file) => file.includes(wanted ?? ""));
  if (files.length === 0)
    throw new Failure(`notebooks: none has "${wanted}" in its name; there are ${notebooks.join(", ")}`);
  return (await execute(mode, files, { python, show: true })).code;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  try {
    process.exitCode = await main(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
