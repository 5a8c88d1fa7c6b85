import type { Options } from "tsup";

/** Every package is built the same way: ESM, CJS and declarations, one file an entry point. */
export const build = (entry: string[], more: Options = {}): Options => ({
  entry,
  format: ["esm", "cjs"],
  dts: true,
  target: "es2022",
  clean: true,
  sourcemap: true,
  treeshake: true,
  ...more,
});
