/** Packs the tables of `data/` into modules that are loaded only when a table is asked for. */
import { readFileSync, writeFileSync } from "node:fs";
import { gunzipSync, gzipSync } from "node:zlib";

const folder = new URL("../", import.meta.url);
const read = (file) => readFileSync(new URL(`data/${file}`, folder));

/** Digits as bytes: 64 pixels, then the label, a row; a tenth of the text. */
const digits = Uint8Array.from(gunzipSync(read("digits.csv.gz")).toString().trim().split(/[\n,]/), Number);

const tables = {
  iris: read("iris.csv"),
  wine: read("wine.csv"),
  penguins: read("penguins.csv"),
  digits,
};

for (const [name, bytes] of Object.entries(tables)) {
  const base64 = gzipSync(bytes, { level: 9 }).toString("base64");
  const text = `// Packed by tools/bundle.mjs; see data/README.md for the source and the licence.\nexport const base64 =\n  "${base64}";\n`;
  writeFileSync(new URL(`src/generated/${name}.ts`, folder), text);
}
