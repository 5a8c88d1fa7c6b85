/**
 * node streaming.mjs FILE MEMORY: trains on a file within so many bytes, as `softmax train --memory` does, and prints what
 * that took as JSON. SOFTMAX_CACHE says where the encoded rows go.
 */
import { open, stat } from "node:fs/promises";
import { setFlagsFromString } from "node:v8";
import { dataBytes, encodeBlocks, listCache, trainBlocks } from "../softmax.mjs";

setFlagsFromString("--semi-space-growth-factor=1");

const [file, memory] = [process.argv[2], Number(process.argv[3])];
const clock = () => performance.now() / 1000;

const started = clock();
const store = await encodeBlocks(file, { label: "y" }, { memory });
const encoded = clock();
const passes = new Map();
let result;
for await (const event of trainBlocks(store, {}, { memory: dataBytes(memory) / 3 })) {
  if (event.type === "pass") passes.set(event.pass, event);
  if (event.type === "end") result = event.result;
}
const trained = clock();
await store.close();
const peak = process.resourceUsage().maxRSS * 1024;

const [{ path }] = await listCache();
const { size } = await stat(path);
console.log(
  JSON.stringify({
    encode: encoded - started,
    train: trained - encoded,
    passes: passes.size,
    bytesPerSecond: [...passes.values()].map((pass) => pass.bytesPerSecond),
    certificate: result.certificate.relativeGap,
    peak,
    size,
    disk: await sequentialRead(path),
  }),
);

/** Bytes a second of reading the whole file by the same call, 16 MB at a time, and nothing else. */
async function sequentialRead(path) {
  const handle = await open(path);
  const buffer = Buffer.allocUnsafeSlow(16 << 20);
  const start = clock();
  let bytes = 0;
  for (let read = 1; read > 0; bytes += read)
    ({ bytesRead: read } = await handle.read(buffer, 0, buffer.length));
  await handle.close();
  return bytes / (clock() - start);
}
