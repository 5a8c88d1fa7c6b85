/**
 * Training on data that are larger than memory: 50 features and 10 classes, float32, from Parquet that `largeTable.mjs`
 * writes; encoded, they are 1, 2, 4 and 8 times as large as what the process may take.
 *
 * A reader may conclude that memory does not grow with the data while time does in proportion, and how far a pass is from
 * what reading alone costs. Both find the file as the system's page cache has it, in the same process one after the other:
 * where the file fits into the machine's memory, that is memory and not the disk.
 */
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { run as runProcess } from "../../tools/process.mjs";
import { duration, number, percent, tiny } from "../harness/format.mjs";
import { median } from "../harness/samples.mjs";
import { writeLargeTable } from "../largeTable.mjs";

export const title = "Larger than memory";

const script = fileURLToPath(new URL("../subjects/streaming.mjs", import.meta.url));
const MEMORY = 256e6;
/** Of an encoded row: 50 floats filled up to whole tiles, and its class. */
const ROW_BYTES = 228;

export async function* run(session) {
  const rows = [];
  const file = join(session.scratch, "large.parquet");
  const cache = join(session.scratch, "cache");
  for (const times of session.smoke ? [1] : [1, 2, 4, 8]) {
    const nRows = session.smoke ? 20_000 : Math.round((times * MEMORY) / ROW_BYTES);
    await writeLargeTable(file, { rows: nRows });
    await mkdir(cache, { recursive: true });
    const found = await train(session.peers.nodes.newest, file, cache);
    const pass = found.size / median(found.bytesPerSecond);
    session.log(`${times} ×: peak ${megabytes(found.peak)}, a pass ${duration(pass)}`);
    rows.push([
      `${times} ×, ${nRows.toLocaleString("en-US")}`,
      megabytes(found.size),
      duration(found.encode),
      `${duration(found.train)}, ${found.passes} passes`,
      duration(pass),
      `${number(nRows / pass / 1e6)} M`,
      percent(median(found.bytesPerSecond) / found.disk),
      tiny(found.certificate),
      megabytes(found.peak),
    ]);
    yield {
      goal: {
        work: `peak memory of training on ${times} × the memory it may take`,
        goal: `≤ ${megabytes(MEMORY)}`,
        node: "newest",
        text: megabytes(found.peak),
        met: found.peak <= MEMORY,
      },
    };
    await rm(file);
    await rm(cache, { recursive: true });
  }
  yield {
    table: {
      caption: `Within ${megabytes(MEMORY)}`,
      columns: [
        "rows",
        "encoded",
        "encoding",
        "training",
        "a pass",
        "rows/s",
        "of reading alone",
        "certificate",
        "peak",
      ],
      rows,
    },
  };
}

async function train(program, file, cache) {
  const env = { ...process.env, SOFTMAX_CACHE: cache };
  const { code, stdout, output } = await runProcess(program, [script, file, String(MEMORY)], { env });
  if (code !== 0) throw new Error(`scale: ${output}`);
  return JSON.parse(stdout);
}

const megabytes = (bytes) => `${number(bytes / 1e6)} MB`;
