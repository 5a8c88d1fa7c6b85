import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { encodeNpy, encodeNpz, encodeSafetensors, type StoredArray } from "@softmax/tensor-core";
import { type Checkpoint, encodeCheckpoint, encodeModel, type ModelParts } from "@softmax/trainer";
import { runText } from "../../packages/trainer/src/node/runRecord.js";
import { decodeSealed } from "../../packages/trainer/src/sealed.js";
import { blockFiles } from "./blockFiles.js";

/** Valid files of every format, of our own writers and of other software: what mutations start from. */
export function readCorpus(root: string) {
  const fixture = (name: string) =>
    new Uint8Array(readFileSync(join(root, "packages/datasets/test/fixtures/formats", name)));
  const tensorFixture = (name: string) =>
    new Uint8Array(readFileSync(join(root, "packages/tensor-core/test/fixtures", name)));
  const texts = csvTexts.map(encoded);
  const npy = [
    ...arrays.map((array) => encodeNpy(array)),
    tensorFixture("cube-fortran.npy"),
    fixture("x.npy"),
  ];
  return {
    model: [...models.flatMap((model) => sealedAndNot(encodeModel(model))), singlePrecision(models[0])],
    checkpoint: checkpoints.flatMap((checkpoint) => sealedAndNot(encodeCheckpoint(checkpoint))),
    run: runs.flatMap((run) => [runText(run as never), JSON.stringify(run)]).map(encoded),
    blocks: blockFiles(),
    csv: texts,
    tsv: csvTexts.map((text) => encoded(text.replaceAll(",", "\t"))),
    ndjson: [...ndjsonTexts.map(encoded), fixture("pandas.ndjson")],
    svmlight: [...svmlightTexts.map(encoded), fixture("query.svm"), fixture("one-based.svm")],
    idx: [idxOf([2, 2, 3]), idxOf([4, 5]), idxOf([1, 1, 1])],
    idxLabels: [idxOf([2]), idxOf([4])],
    cifar: [fixture("test_batch.bin"), fixture("data_batch_1.bin")],
    cifarNames: [fixture("batches.meta.txt")],
    npy,
    npz: [
      ...[true, false].map((compress) => encodeNpz({ x: arrays[0], y: arrays[1] }, { compress })),
      fixture("xy.npz"),
      fixture("mnist-like.npz"),
    ],
    parquet: ["none", "snappy", "gzip", "lz4", "zstd"]
      .map((codec) => `table-${codec}`)
      .concat("deltas-1", "deltas-2", "dates", "empty", "refused-list", "refused-struct")
      .map((name) => fixture(`${name}.parquet`)),
    /** Its decoder makes 40 MB of garbage in 50 ms, whatever it is given. */
    parquetBrotli: [fixture("table-brotli.parquet")],
    png: ["gray", "rgb", "rgba", "palette", "black-white", "gray16"].map((name) => fixture(`${name}.png`)),
    jpeg: ["gray", "rgb", "progressive"].map((name) => fixture(`${name}.jpg`)),
    gzip: [...texts, idxOf([2, 2, 3]), npy[0]].map((content) => new Uint8Array(gzipSync(content))),
  };
}

const encoded = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The file as it is, and without its checksum, so that what is behind that check is reached. */
function sealedAndNot(bytes: Uint8Array): Uint8Array[] {
  const plain = encodeSafetensors(decodeSealed(bytes, "corpus"));
  return [bytes, plain, plain, plain];
}

/** As other software may write it. */
function singlePrecision(model: ModelParts): Uint8Array {
  const { tensors, metadata } = decodeSealed(encodeModel(model), "corpus");
  const weights = {
    dtype: "float32",
    shape: tensors.weights.shape,
    data: Float32Array.from(model.weights),
  } as const;
  return encodeSafetensors({ tensors: { ...tensors, weights }, metadata });
}

const models: readonly ModelParts[] = [
  {
    classes: ["a", "b"],
    encoders: [{ kind: "block", column: "x", nFeatures: 2, featureNames: ["length", "width"], scale: 1 }],
    weights: Float64Array.of(-1, 1, 2, 3),
    bias: Float64Array.of(0, 0.5),
    link: "softmax",
    training: {},
  },
  {
    classes: ["cold", "warm"],
    label: "feels",
    encoders: [{ kind: "number", column: "celsius", median: 15, mean: 15, deviation: 5 }],
    weights: Float64Array.of(-1, 1),
    bias: Float64Array.of(0, 0.5),
    link: "softmax",
    training: { objective: { value: 0.25 } },
  },
  {
    classes: [1, 2, 10],
    encoders: [
      { kind: "one-hot", column: "color", categories: ["blue", "red"] },
      {
        kind: "text",
        column: "note",
        method: "tf-idf",
        vocabulary: ["a", "a b"],
        idf: Float64Array.of(1, 2),
        ngrams: 2,
      },
      { kind: "text", column: "more", method: "hashing", buckets: 4, ngrams: 1 },
      {
        kind: "block",
        column: "pixel",
        nFeatures: 4,
        scale: 0.5,
        image: { height: 2, width: 2, channels: 1, order: "planar" },
        mean: Float64Array.of(1, 2, 3, 4),
        deviation: Float64Array.of(1, 1, 2, 2),
      },
    ],
    weights: Float64Array.from({ length: 36 }, (_, j) => Math.sqrt(j) - 2),
    bias: Float64Array.of(0.1, -0.3, 0.2),
    link: "sigmoid",
    training: {},
  },
];

const checkpoints: readonly Checkpoint[] = [
  {
    fingerprint: "ab".repeat(32),
    config: { l2: 1e-4, solver: "adam" },
    kernels: "simd",
    threads: 1,
    loop: {
      solver: {
        step: 12,
        params: Float64Array.of(0.1, -0.2, Number.NaN),
        value: 0.3,
        initialValue: Infinity,
        gradientNorm: Number.NaN,
        stalled: "",
        warmed: true,
        "optimizer.0.mean": Float64Array.of(1 / 3),
        none: new Float64Array(0),
        neither: new Float64Array(0),
      },
      best: { params: Float64Array.of(3, 2, 1), validationLoss: 0.25, epoch: 4 },
    },
  },
  {
    fingerprint: "cd".repeat(32),
    config: { l2: 1e-4, solver: "lbfgs" },
    kernels: "simd",
    threads: 1,
    loop: {
      solver: {
        step: 2,
        params: Float64Array.of(0.1, -0.2),
        value: 0.3,
        initialValue: 0.7,
        gradientNorm: 0.1,
        stalled: "",
      },
      passes: {
        phase: "step",
        done: [Float64Array.of(0.5, 1, -0), Float64Array.of(0.4, 2, 3)],
        sums: Float64Array.of(1, 2, 3),
        blocks: 1,
      },
    },
  },
];

const begun = {
  formatVersion: 1,
  startedAt: "2026-01-02T03:04:05.678Z",
  source: { data: "iris", reading: { header: true } },
  options: { l2: 0.1 },
};

const runs = [
  begun,
  { ...begun, source: { data: "a.csv", test: "b.csv" } },
  { ...begun, source: { data: "a.csv", memory: 512e6 } },
  {
    ...begun,
    start: { config: { l2: 0.1, solver: "adam" }, classes: ["a", 1], nSamples: { train: 3, test: 0 } },
    result: {
      status: "converged",
      message: "done",
      steps: 3,
      objective: { value: 0.5 },
      certificate: { gap: 1e-9 },
      train: { accuracy: 1 },
    },
  },
];

const csvTexts = [
  "length,width,species\n5.1,3.5,setosa\n6.3,3.3,virginica\n4.9,?,setosa\n",
  'a,"b ""c""",label\n1,"x, y",0\n2,"line\nend",1\n\n3,,1\n',
  "1,2,3\r\n4,5.5,6\r\n7,8,9e2\r\n",
  "4,2,no,yes\n1.5,2,0\n2.5,3,1\n3.5,4,1\n4.5,5,0\n",
  "größe;preis;label\n1,5;2;ja\n2,5;3;nein\n",
  `${Array.from({ length: 40 }, (_, j) => `x${j}`).join(",")}\n${Array.from({ length: 40 }, (_, j) => j / 7).join(",")}\n`,
  "text,label\nfree money now,spam\nsee you there,ham\nfree lunch for you,spam\n",
];

const ndjsonTexts = [
  '{"length": 5.1, "species": "setosa"}\n{"length": null, "species": "virginica"}\n',
  '{"a":1,"b":true,"c":"NA"}\n\n{"a":2.5,"d":"x"}\n{"b":false}\n',
];

const svmlightTexts = ["+1 1:0.5 3:2\n-1 2:1 # a comment\n", "0 1:1e-3 2:2 7:3.25\n1 5:1\n2\n0 1:1\n"];

const arrays: readonly [StoredArray, StoredArray, ...StoredArray[]] = [
  { dtype: "float32", shape: [3, 2], data: Float32Array.of(1, 2, 3, 4, 5, 6) },
  { dtype: "int64", shape: [3], data: BigInt64Array.of(0n, 1n, 2n) },
  { dtype: "float64", shape: [2, 3], data: Float64Array.of(0.5, -1, 3, 1e-300, -0, 7) },
  { dtype: "uint8", shape: [2, 2, 2], data: new Uint8Array(8).fill(200) },
  { dtype: "bool", shape: [2, 4], data: new Uint8Array(8).fill(1) },
];

function idxOf(shape: readonly number[]): Uint8Array {
  const size = shape.reduce((product, extent) => product * extent, 1);
  const bytes = new Uint8Array(4 + 4 * shape.length + size).fill(7, 4 + 4 * shape.length);
  bytes.set([0, 0, 8, shape.length]);
  for (const [axis, extent] of shape.entries()) new DataView(bytes.buffer).setUint32(4 + 4 * axis, extent);
  return bytes;
}
