import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { denseFeatures } from "@softmax/tensor-core";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  blockKey,
  blockPath,
  cacheBlocks,
  cachedBlocks,
  cacheFolder,
  clearCache,
  listCache,
} from "./blockCache.js";
import { sourceHash } from "./sourceHash.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "cache-"));
  vi.stubEnv("SOFTMAX_CACHE", folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

const layout = { kind: "dense", stored: "float32", nColumns: 1, scale: 1 } as const;
const cut = { layout, hasSampleWeights: false, mostRows: 64, mostBytes: 1e6 };

async function cache(key: string): Promise<void> {
  const writer = await cacheBlocks(key, cut, 1000);
  const features = denseFeatures(Float32Array.of(1, 2), 2, 1);
  await writer.add("train", { features, targets: Int32Array.of(0, 1) });
  await writer.finish({
    name: "points",
    precision: "float32",
    label: "kind",
    classes: [0, 1],
    encoders: [{ kind: "number", column: "x", median: 0, mean: 0, deviation: 1 }],
    classWeights: [0, 1].map(() => ({ sum: 1, least: 1, most: 1 })),
    warnings: [],
    fingerprint: key,
  });
}

const daysAgo = (days: number) => new Date(Date.now() - days * 24 * 3600 * 1000);

describe("the cache", () => {
  test("gives what was written for a key, and nothing for another", async () => {
    const [key, other] = [blockKey({ l: 1 }), blockKey({ l: 2 })];
    expect(await cachedBlocks(key, 1e6)).toBeUndefined();
    await cache(key);
    const store = await cachedBlocks(key, 1e6);
    expect(store).toMatchObject({ name: "points", fingerprint: key });
    await store!.close();
    expect(await cachedBlocks(other, 1e6)).toBeUndefined();
    expect(await cachedBlocks(key, 63)).toBeUndefined();
    expect(existsSync(blockPath(key))).toBe(true);
  });

  test("keeps what was used within 30 days, and drops the rest when something new is written", async () => {
    await cache("a");
    await cache("b");
    for (const key of ["a", "b"]) utimesSync(blockPath(key), daysAgo(31), daysAgo(31));
    await (await cachedBlocks("a", 1e6))!.close();
    writeFileSync(`${blockPath("x")}.77.tmp`, "of a killed run");
    utimesSync(`${blockPath("x")}.77.tmp`, daysAgo(1), daysAgo(1));
    writeFileSync(`${blockPath("y")}.78.tmp`, "of another that is writing now");
    await cache("c");
    expect(readdirSync(folder).sort()).toEqual(["a.blocks", "c.blocks", "y.blocks.78.tmp"]);
  });

  test("drops a file that is damaged", async () => {
    await cache("a");
    truncateSync(blockPath("a"), 200);
    expect(await cachedBlocks("a", 1e6)).toBeUndefined();
    expect(readdirSync(folder)).toEqual([]);
  });

  test("says how much space is missing, before anything is written", async () => {
    await expect(cacheBlocks("a", cut, 1e18)).rejects.toThrow(
      /the encoded rows need about 1,000,000,000,000 MB, but [\d,]+ MB are free/,
    );
    expect(readdirSync(folder)).toEqual([]);
  });

  test("lists and removes what it holds, and nothing else", async () => {
    writeFileSync(join(folder, "mine.txt"), "of the user");
    await cache("a");
    await cache("b");
    truncateSync(blockPath("b"), 100);
    utimesSync(blockPath("b"), daysAgo(2), daysAgo(2));
    const [a, b] = await listCache();
    expect(a).toMatchObject({ path: blockPath("a"), name: "points", nRows: 2 });
    expect(b).toMatchObject({ path: blockPath("b"), bytes: 100 });
    expect(b.name).toBeUndefined();
    expect(await clearCache()).toHaveLength(2);
    expect(readdirSync(folder)).toEqual(["mine.txt"]);
    expect(await listCache(join(folder, "nowhere"))).toEqual([]);
  });

  test("is where the system has caches, or where SOFTMAX_CACHE says", () => {
    expect(cacheFolder({ SOFTMAX_CACHE: "/x" })).toBe("/x");
    expect(cacheFolder({ XDG_CACHE_HOME: "/y" }, "linux")).toBe(join("/y", "softmax"));
    expect(cacheFolder({}, "linux")).toMatch(/\.cache.softmax$/);
    expect(cacheFolder({}, "darwin")).toMatch(/Library.Caches.softmax$/);
    expect(cacheFolder({ LOCALAPPDATA: "/z" }, "win32")).toBe(join("/z", "softmax", "cache"));
  });
});

describe("the hash of a source", () => {
  const abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  test("is read once while the file stays as it is", async () => {
    const path = join(folder, "data.csv");
    writeFileSync(path, "abc");
    let read = 0;
    const count = (bytes: number) => {
      read += bytes;
    };
    expect(await sourceHash(path, count)).toBe(abc);
    expect(read).toBe(3);
    const [memory] = readdirSync(join(folder, "sources"));
    writeFileSync(
      join(folder, "sources", memory),
      `${readFileSync(join(folder, "sources", memory), "utf8").split("\n\n")[0]}\n\n${"f".repeat(64)}`,
    );
    expect(await sourceHash(path)).toBe("f".repeat(64));
    writeFileSync(path, "abd");
    writeFileSync(path, "abc");
    expect(await sourceHash(path)).toBe(abc);
  });

  test("of a file whose memory is damaged is that of its bytes", async () => {
    const path = join(folder, "data.csv");
    writeFileSync(path, "abc");
    await sourceHash(path);
    writeFileSync(join(folder, "sources", readdirSync(join(folder, "sources"))[0]), "nonsense");
    expect(await sourceHash(path)).toBe(abc);
  });
});
