import { defineConfig } from "vitest/config";

const source = (path: string) => new URL(path, import.meta.url).pathname;

/** Tests run against the sources; `@softmax/x/y` is `packages/x/src/y.ts`. */
const alias = [
  { find: /^@softmax\/([a-z-]+)$/, replacement: source("./packages/$1/src/index.ts") },
  { find: /^@softmax\/([a-z-]+)\/([a-z-]+)$/, replacement: source("./packages/$1/src/$2.ts") },
];

const project = (name: string, root: string) => ({
  resolve: { alias },
  test: { name, root: source(root), include: ["src/**/*.test.ts", "test/**/*.test.ts"], testTimeout: 30_000 },
});

export default defineConfig({
  test: {
    projects: [
      project("tensor-core", "./packages/tensor-core"),
      project("losses", "./packages/losses"),
      project("optim", "./packages/optim"),
      project("datasets", "./packages/datasets"),
      project("trainer", "./packages/trainer"),
      project("cli", "./apps/cli"),
    ],
  },
});
