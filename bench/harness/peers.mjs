import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { root, run } from "../../tools/process.mjs";
import { contentHash, isDone, markDone } from "../../tools/stamp.mjs";
import { pinnedNode } from "../../tools/toolchain.mjs";
import { cacheFolder } from "./cache.mjs";

const peersFolder = fileURLToPath(new URL("../peers", import.meta.url));

/**
 * Sets up whoever can be compared with: `{program}` of each, or `{missing}` with the reason. Installs the npm peers into
 * their own folder and, where there is a python3, the Python ones into an environment in the cache folder; what needs
 * root or gigabytes (R's glmnet, PyTorch) only has a script, which the reason names. With `offline` nothing is installed.
 */
export async function findPeers({ offline = false } = {}) {
  const [newest, oldest] = await Promise.all(
    ["node", "node-floor"].map((folder) => pinnedNode(join(root, "tools", folder))),
  );
  const nodes = { newest: join(newest, "node"), oldest: join(oldest, "node") };
  return {
    nodes,
    npm: await npmPeers(nodes.newest, offline),
    python: await pythonPeers(offline),
    r: await rPeers(),
  };
}

async function npmPeers(node, offline) {
  const folder = join(peersFolder, "npm");
  const stamp = join(folder, "node_modules", ".stamp");
  const hash = await contentHash([join(folder, "package-lock.json")]);
  if (!(await isDone(stamp, hash))) {
    if (offline) return { missing: "the npm peers are not installed" };
    console.error("Installing the npm peers …");
    const { code, output } = await run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
      cwd: folder,
    });
    if (code !== 0) return { missing: `npm ci in bench/peers/npm failed: ${lastLine(output)}` };
    await markDone(stamp, hash);
  }
  return { program: node, folder };
}

async function pythonPeers(offline) {
  const folder = join(cacheFolder, "python");
  const script = join(peersFolder, "python.sh");
  const stamp = join(folder, ".stamp");
  const hash = await contentHash([script]);
  if (!(await isDone(stamp, hash))) {
    if (offline) return { missing: "the Python peers are not installed" };
    console.error("Installing the Python peers …");
    const { code, output } = await run("bash", [script], {
      env: { ...process.env, SOFTMAX_BENCH_CACHE: cacheFolder },
    }).catch(({ message }) => ({ code: 1, output: message }));
    if (code !== 0) return { missing: `bench/peers/python.sh failed: ${lastLine(output)}` };
    await markDone(stamp, hash);
  }
  const torch = await run(join(folder, "bin", "python"), ["-c", "import torch"]);
  return {
    program: join(folder, "bin", "python"),
    folder: join(peersFolder, "python"),
    torch:
      torch.code === 0
        ? {}
        : { missing: "PyTorch is not installed (3 GB): bash bench/peers/python.sh torch" },
  };
}

async function rPeers() {
  const asked = ["-e", 'cat("glmnet", as.character(packageVersion("glmnet")))'];
  const { code, stdout } = await run("Rscript", asked).catch(() => ({ code: 1, stdout: "" }));
  if (code !== 0 || !/glmnet [\d.]+/.test(stdout))
    return { missing: "R with glmnet is not installed: bash bench/peers/r.sh (Debian, as root)" };
  return {
    program: "Rscript",
    script: join(peersFolder, "r", "glmnet.R"),
    version: stdout.match(/glmnet [\d.]+/)[0],
  };
}

const lastLine = (output) => output.trim().split("\n").at(-1) ?? "";
