import { defineConfig } from "tsup";
import { build } from "../../tsup.config.base.ts";

export default defineConfig(build(["src/main.ts"], { format: ["esm"], dts: false }));
