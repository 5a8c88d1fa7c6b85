import { defineConfig } from "tsup";
import { build } from "../../tsup.config.base.ts";

export default defineConfig(build(["src/index.ts"]));
