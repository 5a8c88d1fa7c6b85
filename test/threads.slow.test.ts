import { build } from "esbuild";
import { beforeAll, describe, expect, test } from "vitest";
import { chromiumPath, ISOLATED, openPages, pageWith, script } from "./chromium.js";

/** Prints what the passes give: `threads`, all numbers, and the segments that the first thread did of all. */
const PROGRAM = `
  import { defaultKernels, denseFeatures, random, uniform } from "@softmax/tensor-core";
  let calls = 0;
  const { Instance } = WebAssembly;
  WebAssembly.Instance = function (...args) {
    const { exports } = new Instance(...args);
    const crossEntropy32 = (...rest) => (calls++, exports.crossEntropy32(...rest));
    return { exports: { ...exports, crossEntropy32 } };
  };
  const [n, d, C] = [20_000, 100, 10];
  const numbers = (name, length) => uniform(random(1, name), length);
  const kernels = defaultKernels({ deterministic: true, threads: 3 });
  const kernel = kernels.linear(denseFeatures(Float32Array.from(numbers("x", n * d)), n, d), "float32");
  const params = numbers("params", C * (d + 1));
  const labels = Int32Array.from({ length: n }, (_, i) => i % C);
  const pass = () => {
    const gradient = new Float64Array(params.length);
    return [kernel.crossEntropy(params, labels, undefined, { from: 0, to: n }, gradient), ...gradient];
  };
  export async function run() {
    const first = pass();
    await new Promise((resolve) => setTimeout(resolve, 500));
    calls = 0;
    for (let k = 0; k < 99; k++) pass();
    return { threads: kernels.threads, first, last: pass(), alone: calls === 100 * 32 };
  }
`;

interface Result {
  readonly threads: number;
  readonly first: number[];
  readonly last: number[];
  readonly alone: boolean;
}
declare const program: { run(): Promise<Result> };

const pages = {
  "/isolated": pageWith("/program.js", ISOLATED),
  "/shared": pageWith("/program.js"),
  "/workerless": pageWith("/program.js", {
    ...ISOLATED,
    "content-security-policy": "script-src 'self' 'wasm-unsafe-eval'; worker-src 'none'",
  }),
};

let bundle = "";
let here: Result;

beforeAll(async () => {
  const result = await build({
    stdin: { contents: PROGRAM, resolveDir: import.meta.dirname },
    alias: {
      "@softmax/tensor-core": new URL("../packages/tensor-core/src/index.ts", import.meta.url).pathname,
    },
    bundle: true,
    format: "iife",
    globalName: "program",
    minify: true,
    write: false,
  });
  bundle = result.outputFiles[0].text;
  here = await (new Function(`${bundle}; return program`)() as typeof program).run();
});

async function inPage(path: string): Promise<Result> {
  const { open, close } = await openPages({ ...pages, "/program.js": script(bundle) });
  try {
    return await (await open(path)).evaluate(() => program.run());
  } finally {
    await close();
  }
}

test("in this Node, threads that start later change no bit", () => {
  expect(here.last).toEqual(here.first);
  expect(here).toMatchObject({ threads: 3, alone: false });
});

describe.skipIf(!chromiumPath)("in Chromium (needs it), the bits of Node", () => {
  test.each([
    ["/isolated", 3, false],
    ["/shared", 1, true],
    ["/workerless", 3, true],
  ])("on the page %s", async (path, threads, alone) => {
    const found = await inPage(path);
    expect(found).toMatchObject({ threads, alone });
    expect(found.first).toEqual(here.first);
    expect(found.last).toEqual(here.first);
  });
});
