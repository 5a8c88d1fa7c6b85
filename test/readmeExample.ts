import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The first ```js block of a package's README: an ES module that runs as it stands. */
export function readmeExample(directory: string): string {
  const readme = readFileSync(join(directory, "README.md"), "utf8");
  const block = /^```js\n(.*?)^```$/ms.exec(readme);
  if (!block)
    throw new Error(`${directory}/README.md has no js block; its first is run from the packed package`);
  return block[1];
}

const IMPORT = /^import (?:\{([^}]*)\}|\* as (\w+)) from (["'][^"']+["']);?$/gm;

/** The same program as CommonJS: imports become `require`, and what may await moves into a function. */
export const asCommonJs = (code: string): string =>
  inFunction(code, (names, namespace, from) =>
    names === undefined
      ? `const ${namespace} = require(${from});`
      : `const {${names.replace(/(\w+) as (\w+)/g, "$1: $2")}} = require(${from});`,
  );

/** The same program as TypeScript that is compiled to CommonJS. */
export const asCommonTs = (code: string): string =>
  inFunction(code, (names, namespace, from) =>
    names === undefined ? `import * as ${namespace} from ${from};` : `import {${names}} from ${from};`,
  );

type Head = (names: string | undefined, namespace: string | undefined, from: string) => string;

function inFunction(code: string, head: Head): string {
  const imports = [...code.matchAll(IMPORT)].map(([, names, namespace, from]) =>
    head(names, namespace, from),
  );
  const body = code.replace(IMPORT, "").trim();
  return [...imports, "async function main() {", body, "}", "main();", ""].join("\n");
}
