#!/usr/bin/env node
import { once } from "node:events";
/**
 * node bench/largeTable.mjs FILE [--rows N] [--columns D] [--classes C] [--seed S]
 *
 * Writes a table that may be larger than memory: `FILE` ends in .parquet (float32, row groups of 122,880 rows, as DuckDB
 * writes them) or .csv (four decimals). Columns x0 … are normal, each correlated 0.6 with the one before; the label `y`
 * is drawn from a softmax model whose logits have the standard deviation 3. The same arguments give the same bytes.
 */
import { createWriteStream } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { fileWriter, ParquetWriter } from "hyparquet-writer";
import { normal, random, uniform } from "./softmax.mjs";

const CHUNK_ROWS = 122_880;
const SIGNAL = 3;
const CORRELATION = 0.6;

/** @returns the bytes written */
export async function writeLargeTable(file, { rows, columns = 50, classes = 10, seed = 1 }) {
  const draw = drawer(seed, columns, classes);
  const sink = file.endsWith(".csv") ? csvSink(file, columns) : parquetSink(file, columns);
  for (let from = 0, k = 0; from < rows; from += CHUNK_ROWS, k++)
    await sink.write(draw(k, Math.min(CHUNK_ROWS, rows - from)));
  return sink.end();
}

/** Chunk k: `byColumn`, an array for each feature, and `labels`. */
function drawer(seed, d, C) {
  const W = normal(random(seed, "weights"), C * d);
  const logit = (byColumn, i, c) => {
    let sum = 0;
    for (let j = 0; j < d; j++) sum += byColumn[j][i] * W[c * d + j];
    return sum;
  };
  const features = (k, n) => {
    const byColumn = [];
    for (let j = 0; j < d; j++) {
      const z = normal(random(seed, "features", k, j), n);
      const before = byColumn[j - 1];
      const own = Math.sqrt(1 - CORRELATION ** 2);
      byColumn.push(
        Float32Array.from(z, (value, i) => (before ? CORRELATION * before[i] + own * value : value)),
      );
    }
    return byColumn;
  };
  const sample = features(0, 4096);
  const logits = Float64Array.from({ length: 4096 * C }, (_, k) => logit(sample, Math.floor(k / C), k % C));
  const scale = SIGNAL / Math.sqrt(logits.reduce((sum, value) => sum + value ** 2, 0) / logits.length);

  return (k, n) => {
    const byColumn = features(k, n);
    const noise = uniform(random(seed, "labels", k), n * C);
    const labels = Int32Array.from({ length: n }, (_, i) => {
      let [best, label] = [Number.NEGATIVE_INFINITY, 0];
      for (let c = 0; c < C; c++) {
        const gumbel = -Math.log(-Math.log(noise[i * C + c] || 1e-300));
        const score = scale * logit(byColumn, i, c) + gumbel;
        if (score > best) [best, label] = [score, c];
      }
      return label;
    });
    return { byColumn, labels };
  };
}

function parquetSink(file, d) {
  const writer = fileWriter(file);
  const required = (name, type) => ({ name, type, repetition_type: "REQUIRED" });
  const schema = [
    { name: "root", num_children: d + 1 },
    ...Array.from({ length: d }, (_, j) => required(`x${j}`, "FLOAT")),
    required("y", "INT32"),
  ];
  const parquet = new ParquetWriter({ writer, schema, codec: "UNCOMPRESSED", statistics: false });
  return {
    async write({ byColumn, labels }) {
      const columnData = [
        ...byColumn.map((data, j) => ({ name: `x${j}`, data, encoding: "PLAIN" })),
        { name: "y", data: labels, encoding: "PLAIN" },
      ];
      await parquet.write({ columnData, rowGroupSize: CHUNK_ROWS });
    },
    async end() {
      await parquet.finish();
      return writer.offset;
    },
  };
}

/** Rows put together at a time. */
const LINES = 1024;

function csvSink(file, d) {
  const stream = createWriteStream(file);
  const put = async (text) => {
    if (!stream.write(text)) await once(stream, "drain");
  };
  const names = Array.from({ length: d }, (_, j) => `x${j}`);
  const begun = put(`${names.join(",")},y\n`);
  return {
    async write({ byColumn, labels }) {
      await begun;
      for (let from = 0; from < labels.length; from += LINES) {
        const lines = [];
        for (let i = from; i < Math.min(labels.length, from + LINES); i++)
          lines.push(`${byColumn.map((column) => decimal(column[i])).join(",")},${labels[i]}\n`);
        await put(lines.join(""));
      }
    },
    async end() {
      stream.end();
      await once(stream, "finish");
      return stream.bytesWritten;
    },
  };
}

const LARGEST = 8;
/** Every number of four decimals that occurs, as text: faster than writing each anew. */
const decimals = [];
function decimal(value) {
  const k = Math.round(1e4 * value);
  if (Math.abs(k) > 1e4 * LARGEST) return (k / 1e4).toFixed(4);
  decimals[k + 1e4 * LARGEST] ??= (k / 1e4).toFixed(4);
  return decimals[k + 1e4 * LARGEST];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: Object.fromEntries(
      ["rows", "columns", "classes", "seed"].map((name) => [name, { type: "string" }]),
    ),
  });
  const given = Object.fromEntries(Object.entries(values).map(([name, text]) => [name, Number(text)]));
  const bytes = await writeLargeTable(positionals[0], { rows: 1e6, ...given });
  const peak = process.resourceUsage().maxRSS / 1024;
  console.log(`${positionals[0]}: ${(bytes / 1e6).toFixed(0)} MB; peak memory ${peak.toFixed(0)} MB`);
}
