import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { passes } from "../test/passes.js";
import { numbers, randomFeatures, STORED } from "../test/problems.js";
import { denseFeatures } from "./features.js";
import type { Kernels, LinearKernel, Precision, RowRange } from "./kernels.js";
import { wasmKernels } from "./kernels.wasm.js";

const THREADS = [1, 2, 5];
const PRECISIONS: Precision[] = ["float32", "float64"];

/** Large enough for other threads, with rows, columns and classes that end within a segment, a chunk and a tile. */
const SHAPES = [
  [5001, 33, 11],
  [2053, 701, 3],
  [66_001, 3, 6],
];

/** Of passes over all rows, and over a random order of some with repetitions, and of a Gram matrix, everything. */
function everything(kernel: LinearKernel, C: number) {
  const { nRows, nColumns } = kernel;
  const weights = numbers("weights", nRows).map(Math.abs);
  const order = Int32Array.from({ length: nRows + 3 }, (_, k) => (k * 7919) % nRows);
  const ranges: RowRange[] = [
    { from: 0, to: nRows },
    { from: 1, to: nRows + 2, order },
  ];
  const gram = new Float64Array((nColumns + 1) ** 2);
  kernel.gram(weights, { from: 0, to: nRows }, gram);
  return [...ranges.map((rows) => passes(kernel, C, rows, weights)), gram];
}

/** Long enough for threads to start. */
const moment = () => new Promise((resolve) => setTimeout(resolve, 50));

describe.skipIf(!wasmKernels("simd"))("any number of threads gives the same bits", () => {
  describe.each(STORED)("on %s features", (stored) => {
    test.each(SHAPES)("[%d, %d], C = %d", async (n, d, C) => {
      const features = randomFeatures(stored, n, d);
      for (const precision of PRECISIONS) {
        const results = [];
        for (const threads of THREADS) {
          const kernel = (wasmKernels("simd", threads) as Kernels).linear(features, precision);
          kernel.logits(new Float64Array(C * (d + 1)), { from: 0, to: n }, new Float64Array(n * C));
          await moment();
          results.push(everything(kernel, C));
        }
        for (const other of results.slice(1)) expect(other).toEqual(results[0]);
      }
    });
  });

  test("in parts of a small memory", async () => {
    const features = randomFeatures("float32", 9001, 301);
    const [one, three] = [1, 3].map((threads) =>
      (wasmKernels("simd", threads, 4 << 20) as Kernels).linear(features, "float32"),
    );
    everything(three, 4);
    await moment();
    expect(everything(three, 4)).toEqual(everything(one, 4));
  });
});

/** What Node 20 and Node 26 both gave. */
test.skipIf(!wasmKernels("simd")).each([
  ["float32", "fb4f749dcd6520a5"],
  ["float64", "8660367920c9b440"],
] as const)("plain SIMD gives the same bits in every engine, in %s", (precision, sha256) => {
  const [n, d, C] = [5001, 33, 11];
  const kernels = wasmKernels("simd", 3) as Kernels;
  const kernel = kernels.linear(denseFeatures(numbers("x", n * d), n, d), precision);
  const gradient = new Float64Array(C * (d + 1));
  const params = numbers("params", gradient.length);
  const labels = Int32Array.from({ length: n }, (_, i) => i % C);
  const loss = kernel.crossEntropy(params, labels, undefined, { from: 0, to: n }, gradient);
  const gram = new Float64Array((d + 1) ** 2);
  kernel.gram(undefined, { from: 0, to: n }, gram);
  const bytes = Float64Array.of(loss, ...gradient, ...gram);
  expect(createHash("sha256").update(bytes).digest("hex").slice(0, 16)).toBe(sha256);
});

/** Of 20000 rows and 10 classes, at zero. */
const LOSS = (20_000 * Math.log(10)).toFixed(6);

/**
 * What a process of its own prints that runs these lines after the sources' bundle. `pass` computes LOSS in 32
 * segments; `calls` counts those that its first thread takes.
 */
async function runAlone(lines: string): Promise<string> {
  const { build } = await import("esbuild");
  const contents = `import { encodeBlock } from "./blocks.js";
    import { denseFeatures } from "./features.js";
    import { wasmKernels } from "./kernels.wasm.js";
    let calls = 0;
    const { Instance } = WebAssembly;
    WebAssembly.Instance = function (...args) {
      const { exports } = new Instance(...args);
      const crossEntropy32 = (...rest) => (calls++, globalThis.during?.(), exports.crossEntropy32(...rest));
      return { exports: { ...exports, crossEntropy32 } };
    };
    const X = denseFeatures(new Float32Array(20000 * 100).fill(0.5), 20000, 100);
    let kernel = wasmKernels("simd", 3).linear(X, "float32");
    const inSlot = () => {
      const layout = { kind: "dense", stored: "float32", nColumns: 100, scale: 1 };
      const size = { nRows: 20000, nonzeros: 0 };
      const slot = wasmKernels("simd", 3).slot(layout, size);
      encodeBlock(layout, X, slot.place(size));
      return slot.bind(size, "float32");
    };
    const pass = () => kernel.crossEntropy(new Float64Array(1010), new Int32Array(20000), undefined, { from: 0, to: 20000 }, new Float64Array(1010));
    ${lines}`;
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: import.meta.dirname },
    bundle: true,
    format: "cjs",
    minify: true,
    write: false,
  });
  const run = promisify(execFile)(process.execPath, ["-"], { timeout: 20_000 });
  run.child.stdin?.end(outputFiles[0].text);
  return (await run).stdout;
}

describe.skipIf(!wasmKernels("simd"))("threads of a process", () => {
  test("take part in a pass, in a minified CommonJS bundle, and let the process end", async () => {
    const lines = `pass(); setTimeout(() => {
      calls = 0;
      const loss = pass();
      for (let k = 0; k < 99; k++) pass();
      console.log(calls < 100 * 32, loss.toFixed(6));
    }, 100);`;
    expect(await runAlone(lines)).toBe(`true ${LOSS}\n`);
  });

  test.each([
    ["cannot be started", "class { constructor() { throw new Error(); } }"],
    ["fail at once", "class extends threads.Worker { constructor() { super('throw 1', { eval: true }); } }"],
  ])("that %s leave the work to the first one", async (_, Worker) => {
    const lines = `const threads = process.getBuiltinModule("node:worker_threads");
      process.getBuiltinModule = () => ({ Worker: ${Worker} });
      pass(); setTimeout(() => { calls = 0; const loss = pass(); console.log(calls, loss.toFixed(6)); }, 100);`;
    expect(await runAlone(lines)).toBe(`32 ${LOSS}\n`);
  });

  /** Of every thread but the first, in the place of a part that it has taken. */
  test.each([
    ["end in the middle of a part", "process.exit()", ""],
    ["fail in a part", "throw new Error()", ""],
    ["fail in a part of rows in a slot", "throw new Error()", "", "", "kernel = inSlot();"],
    [
      "are silent for long, and then write on",
      "for (const end = Date.now() + 1800; Date.now() < end; ); DO",
      "terminate() {}",
    ],
    [
      "are killed while they work",
      "DO",
      "",
      "calls === 1 && workers.forEach((worker) => worker.terminate());",
    ],
  ])(
    "that %s are done without, and every byte is right",
    async (_, part, method, meanwhile = "", before = "") => {
      const lines = `const threads = process.getBuiltinModule("node:worker_threads");
      const workers = [];
      class Worker extends threads.Worker {
        constructor(source, options) {
          const work = /instance\\.functions\\[task\\]\\(part, \\.\\.\\.args\\);/;
          if (!work.test(source)) console.log("the worker's source is another one");
          super(source.replace(work, (text) => ${JSON.stringify(part)}.replace("DO", text)), options);
          workers.push(this);
        }
        ${method}
      }
      process.getBuiltinModule = () => ({ Worker });
      globalThis.during = () => { ${meanwhile} };
      ${before}
      const bytes = () => { const g = new Float64Array(1010); return JSON.stringify([everything(g), ...g]); };
      const everything = (g) => kernel.crossEntropy(Float64Array.from(g, (_, k) => Math.sin(k)), labels, undefined, rows, g);
      const labels = Int32Array.from({ length: 20000 }, (_, i) => i % 10), rows = { from: 0, to: 20000 };
      const right = bytes();
      let [same, count] = [true, 0];
      const next = () => {
        calls = 0;
        for (let k = 0; k < 20; k++) same = bytes() === right && same;
        if (++count < 6) setTimeout(next, 60);
        else console.log(same);
      };
      setTimeout(next, 60);`;
      expect(await runAlone(lines)).toBe("true\n");
    },
  );
});
