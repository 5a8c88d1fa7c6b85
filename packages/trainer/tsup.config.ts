import { defineConfig } from "tsup";
import { build } from "../../tsup.config.base.ts";

/**
 * zod is bundled, without what we do not use of it: on its own it is a hundred modules, half of them translations, and
 * takes longer to load than all of ours together. Its types stay where they are.
 */
export default defineConfig(
  build(["src/index.ts", "src/model.ts", "src/node.ts", "src/sums.ts"], { noExternal: ["zod"] }),
);
