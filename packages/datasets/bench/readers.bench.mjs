/**
 * Megabytes a second of each reader, on files made up here and held in memory, against copying them.
 *   pnpm build && pnpm bench [--smoke] [part of a reader's name]
 * The copy writes to fresh memory, as a reader must.
 */
import { parseCifar10, parseCsv, parseIdx, parseNdjson, parseNpy, parseSvmlight } from "../dist/index.js";
import * as inputs from "./inputs.mjs";

const smoke = process.argv.includes("--smoke");
const wanted = process.argv.slice(2).find((word) => !word.startsWith("--")) ?? "";
const SIZE = smoke ? 1e6 : 64e6;
const REPEATS = smoke ? 1 : 5;

const READERS = [
  { name: "csv: 785 pixels", make: inputs.pixelsCsv, read: (bytes) => parseCsv(bytes, { name: "" }) },
  { name: "csv: 3073 random bytes", make: inputs.noiseCsv, read: (bytes) => parseCsv(bytes, { name: "" }) },
  { name: "csv: 20 floats", make: inputs.floatsCsv, read: (bytes) => parseCsv(bytes, { name: "" }) },
  { name: "csv: strings, quotes", make: inputs.mixedCsv, read: (bytes) => parseCsv(bytes, { name: "" }) },
  { name: "svmlight", make: inputs.svmlight, read: (bytes) => parseSvmlight(bytes, { name: "" }) },
  { name: "ndjson", make: inputs.ndjson, read: (bytes) => parseNdjson(bytes, { name: "" }) },
  { name: "idx", make: inputs.idx, read: (bytes) => parseIdx(bytes, { name: "" }) },
  {
    name: "cifar-10",
    make: inputs.cifar,
    read: (bytes) => parseCifar10([{ name: "", bytes }], { name: "" }),
  },
  { name: "npy", make: inputs.npy, read: (bytes) => parseNpy(bytes, { name: "" }) },
];

/** The shortest of some repeats, in seconds: what the machine does when nothing else disturbs it. */
function seconds(work) {
  let best = Infinity;
  for (let k = 0; k < REPEATS; k++) {
    const start = performance.now();
    work();
    best = Math.min(best, performance.now() - start);
  }
  return best / 1000;
}

console.log("reader                     MB    MB/s   share of copying");
for (const { name, make, read } of READERS.filter(({ name }) => name.includes(wanted))) {
  const bytes = make(SIZE);
  const copying = seconds(() => bytes.slice());
  const reading = seconds(() => read(bytes));
  const megabytes = bytes.length / 1e6;
  const speed =
    reading < copying / 100
      ? "      no copy is made"
      : `${(megabytes / reading).toFixed(0).padStart(8)} ${((100 * copying) / reading).toFixed(0).padStart(16)} %`;
  console.log(`${name.padEnd(24)} ${megabytes.toFixed(0).padStart(4)}${speed}`);
}
