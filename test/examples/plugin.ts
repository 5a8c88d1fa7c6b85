import { join } from "node:path";
import type { Plugin } from "vitest/config";
import { root } from "../../tools/process.mjs";
import { collectExamples, resolverFor } from "./collect.js";
import { compileExample } from "./compile.js";
import type { Example } from "./extract.js";

/** The module an example becomes; it lies beside its file, so that relative imports mean the same. */
export const moduleOf = ({ file, line }: Example): string => join(root, `${file}.example-${line}.ts`);

/** Lets vitest import examples as modules, though no such files exist. */
export function examples(): Plugin {
  const modules = new Map(collectExamples().map((example) => [moduleOf(example), example]));
  return {
    name: "softmax-examples",
    enforce: "pre",
    resolveId: (id) => (modules.has(id) ? id : undefined),
    load(id) {
      const example = modules.get(id);
      return example && compileExample(example, resolverFor(example.file));
    },
  };
}
