import { defineConfig } from "vitest/config";
import { examples } from "./test/examples/plugin.js";

const source = (path: string) => new URL(path, import.meta.url).pathname;

/** Tests run against the sources; `@softmax/x/y` is `packages/x/src/y.ts`. */
const alias = [
  { find: /^@softmax\/([a-z-]+)$/, replacement: source("./packages/$1/src/index.ts") },
  { find: /^@softmax\/([a-z-]+)\/([a-z-]+)$/, replacement: source("./packages/$1/src/$2.ts") },
];

/** Quick tests of one folder; `x.slow.test.ts` and `x.spark.test.ts` are left to the projects below. */
const project = (name: string, root: string) => ({
  resolve: { alias },
  test: {
    name,
    root: source(root),
    include: ["{src,test}/**/*.test.ts"],
    exclude: ["**/*.{slow,spark}.test.ts", "**/node_modules/**"],
    testTimeout: 30_000,
  },
});

/** Packed packages, real data, Node 20, a browser: minutes each, one file at a time. */
const slow = {
  resolve: { alias },
  test: {
    name: "slow",
    root: source("."),
    include: ["{packages,apps}/*/{src,test}/**/*.slow.test.ts", "test/**/*.slow.test.ts"],
    testTimeout: 600_000,
    hookTimeout: 600_000,
    fileParallelism: false,
  },
};

/** All that needs a Spark server, which is started once for all these files; they are skipped where there is none. */
const onSpark = {
  resolve: { alias },
  test: {
    ...slow.test,
    name: "on-spark",
    include: ["{packages,apps}/*/{src,test}/**/*.spark.test.ts", "test/**/*.spark.test.ts"],
    globalSetup: ["./test/spark/serve.ts"],
  },
};

export default defineConfig({
  test: {
    projects: [
      project("tensor-core", "./packages/tensor-core"),
      project("losses", "./packages/losses"),
      project("optim", "./packages/optim"),
      project("datasets", "./packages/datasets"),
      project("trainer", "./packages/trainer"),
      project("spark", "./packages/spark"),
      project("cli", "./apps/cli"),
      project("desktop", "./apps/desktop"),
      { ...project("workspace", "."), plugins: [examples()] },
      slow,
      onSpark,
    ],
  },
});
