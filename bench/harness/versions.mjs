import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openSubject } from "./subject.mjs";

const own = fileURLToPath(new URL("../subjects/softmax.mjs", import.meta.url));

/** Versions of everything that takes part, as each says itself. */
export async function findVersions({ nodes, npm, python, r }) {
  const [newest, oldest] = [await ask(nodes.newest, [own]), await ask(nodes.oldest, [own])];
  const kernels = ({ Node, V8, kernels: name, threads }) =>
    `${Node} (V8 ${V8}, kernels ${name}, ${threads} threads)`;
  const versions = { Node: `${kernels(newest)} and ${kernels(oldest)}` };
  if (!npm.missing)
    for (const script of [["tfjs.mjs", "wasm"], ["jaxjs.mjs"], ["onnx.mjs"], ["mlLogistic.mjs"]]) {
      const {
        Node: _,
        backend: __,
        ...found
      } = await ask(npm.program, [join(npm.folder, script[0]), ...script.slice(1)]);
      Object.assign(versions, found);
    }
  if (!python.missing) Object.assign(versions, await ask(python.program, [join(python.folder, "peer.py")]));
  if (!r.missing) versions["R's"] = r.version;
  return versions;
}

/** What a subject answers to `versions`; what it is and why not, where it does not start. */
async function ask(program, args) {
  const subject = openSubject({ name: args.at(-1), program, args });
  try {
    return await subject.call("versions", {}, 60);
  } catch (error) {
    return { [args[0].split("/").at(-1)]: `does not start: ${error.message.split("\n")[0]}` };
  } finally {
    await subject.close();
  }
}
