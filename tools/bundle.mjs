import { basename, join } from "node:path";
import { build } from "esbuild";
import { root } from "./process.mjs";

/** `@softmax/x/y` is `packages/x/src/y.ts`, as in the tests that run in this process. */
export const sources = {
  name: "workspace-sources",
  setup({ onResolve }) {
    onResolve({ filter: /^@softmax\// }, ({ path }) => {
      const [, name, entry = "index"] = path.split("/");
      return { path: join(root, "packages", name, "src", `${entry}.ts`) };
    });
  },
};

/** Commander is CommonJS and requires Node's modules. */
const banner =
  "import { createRequire as bundledRequire } from 'node:module'; const require = bundledRequire(import.meta.url);";

/**
 * Bundles programs from the sources of the whole workspace, as they are now, into a folder: what runs from there does not
 * change when somebody builds meanwhile. Programs bundled together share their modules.
 *
 * @param {string} folder where to
 * @param {Record<string, string>} entries for each name of a program its source, relative to the repository
 * @returns {Promise<Record<string, string>>} the paths of the bundles by name
 */
export async function bundlePrograms(folder, entries) {
  const { metafile } = await build({
    entryPoints: Object.entries(entries).map(([out, path]) => ({ out, in: join(root, path) })),
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "es2022",
    banner: { js: banner },
    plugins: [sources],
    logLevel: "error",
    metafile: true,
  });
  const written = Object.keys(metafile.outputs).map((path) => basename(path, ".mjs"));
  const missing = Object.keys(entries).find((name) => !written.includes(name));
  if (missing !== undefined) throw new Error(`bundlePrograms: ${missing}.mjs was not written`);
  return Object.fromEntries(Object.keys(entries).map((name) => [name, join(folder, `${name}.mjs`)]));
}
