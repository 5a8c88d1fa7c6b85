import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type BlockLayout,
  blockBytes,
  type CsrFeatures,
  defaultKernels,
  denseFeatures,
  type Features,
  integers,
  random,
  takeRows,
  tensor,
  toCsr,
  uniform,
} from "@softmax/tensor-core";
import { afterAll, afterEach, describe, expect, test, vi } from "vitest";
import type { BlockStore, TakenRows } from "../../blocks/blocks.js";
import { openBlocks } from "./openBlocks.js";
import { type BlockCut, writeBlocks } from "./writeBlocks.js";

const root = mkdtempSync(join(tmpdir(), "blocks-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
afterEach(() => vi.restoreAllMocks());

const [n, d, C] = [530, 5, 3];
const values = Float32Array.from(uniform(random(1, "x"), n * d));
const KINDS = {
  float32: denseFeatures(values, n, d),
  float64: denseFeatures(Float64Array.from(values), n, d, 0.5),
  uint8: denseFeatures(
    Uint8Array.from(values, (u) => 256 * u),
    n,
    d,
    1 / 255,
  ),
  csr: toCsr(
    tensor(
      Array.from(values, (u) => (u < 0.6 ? 0 : u)),
      { dtype: "float32", shape: [n, d] },
    ),
  ),
} as const satisfies Record<string, Features>;

const targets = Int32Array.from(integers(random(2, "y"), n, C));
const sampleWeight = Float64Array.from(uniform(random(3, "w"), n));

function layoutOf(features: Features): BlockLayout {
  const { kind, nColumns } = features;
  const array = kind === "dense" ? features.data : features.values;
  const stored =
    array instanceof Uint8Array ? "uint8" : array instanceof Float32Array ? "float32" : "float64";
  return { kind, stored, nColumns, scale: kind === "dense" ? features.scale : 1 };
}

const head = (overrides = {}) => ({
  name: "points.csv",
  precision: "float32" as const,
  label: "kind",
  classes: ["a", "b", "ü"],
  encoders: Array.from({ length: d }, (_, k) => ({
    kind: "number" as const,
    column: `x${k}`,
    median: 1,
    mean: 1 / 3,
    deviation: 2,
  })),
  classWeights: [1, 2, 3].map((sum) => ({ sum, least: 0.5, most: 1 })),
  warnings: ["a sentence"],
  fingerprint: "ab".repeat(32),
  ...overrides,
});

const slice = (features: Features, from: number, to: number): TakenRows => ({
  features: takeRows(
    features,
    Array.from({ length: to - from }, (_, k) => from + k),
  ),
  targets: targets.subarray(from, to),
  sampleWeight: sampleWeight.subarray(from, to),
});

/** A file of rows in blocks of 128, given in uneven numbers; every fourth of them for validation. */
async function written(features: Features, cut: Partial<BlockCut> = {}, path = "rows"): Promise<string> {
  const file = join(root, path);
  const layout = layoutOf(features);
  const writer = await writeBlocks(file, {
    layout,
    hasSampleWeights: true,
    mostRows: 128,
    mostBytes: 1e6,
    ...cut,
  });
  for (let from = 0, k = 0; from < n; k++) {
    const to = Math.min(n, from + 1 + ((k * 37) % 150));
    await writer.add("train", slice(features, from, to));
    if (k % 4 === 0) await writer.add("validation", slice(features, from, to));
    from = to;
  }
  await writer.finish(head());
  return file;
}

/** All rows of a part, through slots. */
async function contents(store: BlockStore, part: "train" | "validation" = "train") {
  const { layout } = store;
  const { blocks } = store.parts[part]!;
  const room = {
    nRows: Math.max(...blocks.map(({ nRows }) => nRows)),
    nonzeros: Math.max(...blocks.map(({ nonzeros }) => nonzeros)),
  };
  const slot = defaultKernels().slot(layout, room);
  const params = Float64Array.from(uniform(random(4, "params"), C * (d + 1)));
  const [found, classes, weights]: number[][] = [[], [], []];
  for (let k = 0; k < blocks.length; k++) {
    const precision = layout.stored === "float64" ? "float64" : "float32";
    const rows = await store.read(part, k, slot, precision);
    const out = new Float64Array(rows.kernel.nRows * C);
    rows.kernel.logits(params, { from: 0, to: rows.kernel.nRows }, out);
    found.push(...out);
    classes.push(...rows.targets);
    weights.push(...rows.sampleWeight!);
  }
  return { params, logits: found, classes, weights };
}

describe.each(Object.entries(KINDS))("blocks of %s rows", (kind, features) => {
  test("hold what was written, block by block", async () => {
    const store = await openBlocks(await written(features));
    expect(store).toMatchObject({ ...head(), layout: layoutOf(features), hasSampleWeights: true });
    expect(store.parts.train.blocks.map(({ nRows }) => nRows)).toEqual([128, 128, 128, 128, 18]);
    expect(store.parts.test).toBeUndefined();
    const { params, logits, classes, weights } = await contents(store);
    const expected = new Float64Array(n * C);
    const precision = kind === "float64" ? "float64" : "float32";
    defaultKernels().linear(features, precision).logits(params, { from: 0, to: n }, expected);
    expect(Float64Array.from(logits)).toEqual(expected);
    expect(classes).toEqual([...targets]);
    expect(weights).toEqual([...sampleWeight]);
    await store.close();
  });

  test("give any rows of a part, in one piece", async () => {
    const store = await openBlocks(await written(features, { mostRows: 64 }));
    for (const rows of [[], [0], [n - 1], [0, 63, 64, 65, 300, 529], [...targets.keys()]]) {
      const taken = await store.take("train", Int32Array.from(rows));
      expect(taken).toEqual({
        features: takeRows(features, rows),
        targets: Int32Array.from(rows, (i) => targets[i]),
        sampleWeight: Float64Array.from(rows, (i) => sampleWeight[i]),
      });
    }
    await store.close();
  });

  test("have so many bytes at most, but a row at least", async () => {
    const layout = layoutOf(features);
    for (const mostBytes of [1, 700, 2000]) {
      const store = await openBlocks(await written(features, { mostBytes }));
      expect((await contents(store)).classes).toEqual([...targets]);
      const { blocks } = store.parts.train;
      for (const size of blocks.slice(0, -1)) {
        expect(size.nRows === 1 || blockBytes(layout, size) <= mostBytes).toBe(true);
        const more = { nRows: size.nRows + 1, nonzeros: size.nonzeros + (kind === "csr" ? d : 0) };
        expect(size.nRows === 128 || blockBytes(layout, more) > mostBytes).toBe(true);
      }
      await store.close();
    }
  });
});

describe("a block file", () => {
  test("leaves nothing behind when it is abandoned, or when the disk is full", async () => {
    const folder = mkdtempSync(join(root, "full-"));
    const cut = { layout: layoutOf(KINDS.float32), hasSampleWeights: true, mostRows: 64, mostBytes: 1e6 };
    const abandoned = await writeBlocks(join(folder, "rows"), cut);
    await abandoned.add("train", slice(KINDS.float32, 0, 200));
    expect(readdirSync(folder)).toHaveLength(1);
    await abandoned.abandon();
    expect(readdirSync(folder)).toEqual([]);

    const writer = await writeBlocks(join(folder, "rows"), cut);
    const file = await open(join(root, "rows"));
    const full = Object.assign(new Error("ENOSPC: no space left on device, write"), {
      code: "ENOSPC",
      syscall: "write",
    });
    vi.spyOn(Object.getPrototypeOf(file), "write").mockRejectedValueOnce(full);
    await file.close();
    await expect(writer.add("train", slice(KINDS.float32, 0, 200))).rejects.toMatchObject({
      code: "ENOSPC",
      path: join(folder, "rows"),
    });
    expect(readdirSync(folder)).toEqual([]);
  });

  test.each(["float32", "csr"] as const)("of %s rows tells every damaged bit", async (kind) => {
    const path = await written(KINDS[kind]);
    const whole = readFileSync(path);
    const damagedAt = async (at: number) => {
      const bytes = Buffer.from(whole);
      bytes[at] ^= 1 << (at % 8);
      writeFileSync(path, bytes);
      const store = await openBlocks(path);
      try {
        await contents(store);
        if (store.parts.validation) await contents(store, "validation");
      } finally {
        await store.close();
      }
    };
    for (let at = 64; at < whole.length; at += 97)
      await expect(damagedAt(at), `byte ${at}`).rejects.toThrow(/rows: .*(checksum|footer)/);
    await expect(damagedAt(3)).rejects.toThrow("not a file of encoded rows");
    for (let k = 1; k <= 16; k++) await expect(damagedAt(whole.length - k)).rejects.toThrow(/footer/);
  });

  test("that is cut short anywhere is refused", async () => {
    const path = await written(KINDS.uint8);
    const whole = readFileSync(path);
    for (let length = 0; length < whole.length; length += 101) {
      writeFileSync(path, whole.subarray(0, length));
      await expect(openBlocks(path)).rejects.toThrow(/rows: (blocks|decodeSafetensors): /);
    }
  });

  test("whose classes are out of range is refused, whatever its checksums say", async () => {
    const path = join(root, "stray");
    const cut = { layout: layoutOf(KINDS.csr), hasSampleWeights: false, mostRows: 64, mostBytes: 1e6 };
    const writer = await writeBlocks(path, cut);
    const rows = slice(KINDS.csr, 0, 10);
    await writer.add("train", { ...rows, targets: rows.targets.with(4, 3) });
    await writer.finish(head());
    const store = await openBlocks(path);
    const slot = defaultKernels().slot(cut.layout, store.parts.train.blocks[0]);
    const message = "a row has the class 3; expected 0 to 2";
    await expect(store.read("train", 0, slot, "float32")).rejects.toThrow(message);
    await expect(store.take("train", Int32Array.of(4))).rejects.toThrow(message);
    await store.close();
  });

  test("whose sparse rows are out of place is refused, whatever its checksums say", async () => {
    const { rowStarts } = KINDS.csr as CsrFeatures;
    const path = join(root, "astray");
    const cut = { layout: layoutOf(KINDS.csr), hasSampleWeights: true, mostRows: 1000, mostBytes: 1e6 };
    const writer = await writeBlocks(path, cut);
    await writer.add("train", slice(KINDS.csr, 0, n));
    await writer.finish(head());
    const bytes = readFileSync(path);
    const at = bytes.indexOf(new Uint8Array(rowStarts.buffer, 0, 64));
    bytes.writeInt32LE(1e9, at + 8);
    writeFileSync(path, bytes);
    const store = await openBlocks(path);
    await expect(store.take("train", Int32Array.of(1))).rejects.toThrow(/a row has the entries/);
    await store.close();
  });

  test("whose sparse entries are in columns that are not there is refused, whatever its checksums say", async () => {
    const features: CsrFeatures = {
      ...{ kind: "csr", nRows: 1, nColumns: d },
      ...{ values: Float32Array.of(1), columns: Int32Array.of(d), rowStarts: Int32Array.of(0, 1) },
    };
    const path = join(root, "column");
    const cut = { layout: layoutOf(KINDS.csr), hasSampleWeights: false, mostRows: 64, mostBytes: 1e6 };
    const writer = await writeBlocks(path, cut);
    await writer.add("train", { features, targets: Int32Array.of(0) });
    await writer.finish(head());
    const store = await openBlocks(path);
    const slot = defaultKernels().slot(cut.layout, store.parts.train.blocks[0]);
    await expect(store.read("train", 0, slot, "float32")).rejects.toThrow(
      `${path}: the block at byte 64: linear: columns[0] is 5, but X has 5 columns`,
    );
    await expect(store.take("train", Int32Array.of(0))).rejects.toThrow("an entry in column 5 of 5");
    await store.close();
  });
});
