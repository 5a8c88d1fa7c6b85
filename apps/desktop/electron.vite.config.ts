import { resolve } from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig } from "electron-vite";

const at = (path: string) => resolve(import.meta.dirname, path);

/** Chromium reads WOFF2; KaTeX also brings each of its fonts in two older formats. */
const woff2Only = {
  name: "woff2-only",
  enforce: "pre" as const,
  transform: (code: string, id: string) =>
    id.endsWith("katex.css") ? code.replace(/,\s*url\([^)]*\.(woff|ttf)\) format\("\w+"\)/g, "") : undefined,
};

/** Everything is bundled: the packaged application has no node_modules. Targets are those of Electron 33. */
export default defineConfig({
  main: {
    // Its entry for Node declares a `require` of its own, as electron-vite does.
    resolve: { alias: { fflate: "fflate/browser" } },
    build: {
      outDir: at("dist/main"),
      target: "node20.18",
      externalizeDeps: false,
      rollupOptions: { input: { index: at("src/main/index.ts"), session: at("src/session/index.ts") } },
    },
  },
  preload: {
    build: {
      outDir: at("dist/preload"),
      target: "node20.18",
      externalizeDeps: false,
      rollupOptions: {
        input: { index: at("src/preload/index.ts") },
        output: { format: "cjs", entryFileNames: "[name].cjs" },
      },
    },
  },
  renderer: {
    root: at("src/renderer"),
    plugins: [react(), woff2Only],
    build: {
      outDir: at("dist/renderer"),
      target: "chrome130",
      minify: true,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rollupOptions: { input: { index: at("src/renderer/index.html") } },
    },
  },
});
