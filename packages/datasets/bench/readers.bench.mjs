/**
 * Megabytes a second of each reader, on files made up here and held in memory, against copying them.
 *   pnpm build && pnpm bench [--smoke] [--json] [part of a reader's name]
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

/** Seconds of each of some repeats, after one that does not count. */
function timed(work) {
  work();
  return Array.from({ length: REPEATS }, () => {
    const start = performance.now();
    work();
    return (performance.now() - start) / 1000;
  });
}

function measure({ name, make, read }) {
  const bytes = make(SIZE);
  const copying = timed(() => bytes.slice());
  return { name, megabytes: bytes.length / 1e6, copying, seconds: timed(() => read(bytes)) };
}

/** By the shortest times: what the machine does when nothing else disturbs it. */
function lineOf({ name, megabytes, copying, seconds }) {
  const [copy, reading] = [Math.min(...copying), Math.min(...seconds)];
  const speed =
    reading < copy / 100
      ? "      no copy is made"
      : `${(megabytes / reading).toFixed(0).padStart(8)} ${((100 * copy) / reading).toFixed(0).padStart(16)} %`;
  return `${name.padEnd(24)} ${megabytes.toFixed(0).padStart(4)}${speed}`;
}

const measured = READERS.filter(({ name }) => name.includes(wanted)).map(measure);
if (process.argv.includes("--json")) console.log(JSON.stringify(measured));
else
  console.log(
    ["reader                     MB    MB/s   share of copying", ...measured.map(lineOf)].join("\n"),
  );
