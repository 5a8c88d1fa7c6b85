import { existsSync } from "node:fs";
import { join } from "node:path";
import { build, type Plugin } from "esbuild";
import { root } from "../../../tools/process.mjs";

/** `@softmax/x/y` is `packages/x/src/y.ts`, as in the tests that run in this process. */
const sources: Plugin = {
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

/** Bundles the command line from the sources of the whole workspace, as they are now, and returns its path. */
export async function bundleCli(folder: string): Promise<string> {
  await build({
    entryPoints: [join(root, "apps", "cli", "src", "main.ts")],
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
  });
  const main = join(folder, "main.mjs");
  if (!existsSync(main)) throw new Error(`bundleCli: ${main} was not written`);
  return main;
}
