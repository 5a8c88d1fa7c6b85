import type { BlockColumn, Column, Dataset } from "@softmax/datasets";
import type { ColumnProfile, DataProfile } from "../shared/ipc/data.js";

/** Rows between two looks at what else there is to answer. */
const slice = 20_000;

/** What takes a pass over all rows: what columns hold, and how many rows are there more than once. */
export async function profileOf(dataset: Dataset): Promise<DataProfile> {
  return { duplicates: await countDuplicates(dataset), columns: dataset.columns.map(columnProfile) };
}

function columnProfile(column: Column): ColumnProfile {
  if (column.kind === "number") return numberProfile(column.values);
  if (column.kind === "string") return textProfile(column.codes, column.categories);
  return {};
}

function numberProfile(values: ArrayLike<number>): ColumnProfile {
  let [least, most, sum, count] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0];
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (Number.isNaN(value)) continue;
    if (value < least) least = value;
    if (value > most) most = value;
    sum += value;
    count++;
  }
  return count === 0 ? {} : { range: { least, most, mean: sum / count } };
}

function textProfile(codes: Int32Array, categories: readonly string[]): ColumnProfile {
  const counts = new Uint32Array(categories.length);
  for (const code of codes) if (code !== -1) counts[code]++;
  let top = 0;
  for (let k = 1; k < counts.length; k++) if (counts[k] > counts[top]) top = k;
  return counts.length === 0 ? {} : { top: { value: categories[top].slice(0, 200), count: counts[top] } };
}

/** Rows that are equal to an earlier one in every column; by hashing, and by comparing where hashes meet. */
export async function countDuplicates({ columns, nSamples }: Dataset): Promise<number> {
  const size = 2 ** Math.ceil(Math.log2(2 * nSamples + 2));
  const table = new Int32Array(size).fill(-1);
  const hashes = new Int32Array(nSamples);
  const hash = rowHash(columns);
  let duplicates = 0;
  for (let row = 0; row < nSamples; row++) {
    hashes[row] = hash(row);
    let at = hashes[row] & (size - 1);
    while (table[at] !== -1 && !(hashes[table[at]] === hashes[row] && equalRows(columns, table[at], row)))
      at = (at + 1) & (size - 1);
    if (table[at] === -1) table[at] = row;
    else duplicates++;
    if (row % slice === slice - 1) await new Promise(setImmediate);
  }
  return duplicates;
}

/** FNV's multiplication over 32-bit words, and a last mixing (Appleby's for MurmurHash3), since tables use low bits. */
function rowHash(columns: readonly Column[]): (row: number) => number {
  const number = new Float64Array(1);
  const words = new Int32Array(number.buffer);
  return (row) => {
    let hash = 0x811c9dc5;
    const add = (value: number) => {
      number[0] = Number.isNaN(value) ? Number.NaN : value + 0;
      hash = Math.imul(Math.imul(hash ^ words[0], 0x01000193) ^ words[1], 0x01000193);
      hash ^= hash >>> 15;
    };
    for (const column of columns) forEachValue(column, row, add);
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    return hash ^ (hash >>> 16);
  };
}

function forEachValue(column: Column, row: number, visit: (value: number) => void): void {
  if (column.kind === "number") visit(column.values[row]);
  else if (column.kind === "string") visit(column.codes[row]);
  else visitBlock(column, row, visit);
}

function visitBlock({ features }: BlockColumn, row: number, visit: (value: number) => void): void {
  if (features.kind === "dense") {
    const end = (row + 1) * features.nColumns;
    for (let k = end - features.nColumns; k < end; k++) visit(features.data[k]);
  } else
    for (let k = features.rowStarts[row]; k < features.rowStarts[row + 1]; k++) {
      visit(features.columns[k]);
      visit(features.values[k]);
    }
}

const equalRows = (columns: readonly Column[], a: number, b: number): boolean =>
  columns.every((column) => {
    if (column.kind === "number") return equal(column.values[a], column.values[b]);
    if (column.kind === "string") return column.codes[a] === column.codes[b];
    return equalBlocks(column, a, b);
  });

/** Missing values are alike. */
const equal = (a: number, b: number): boolean => a === b || (Number.isNaN(a) && Number.isNaN(b));

function equalBlocks({ features }: BlockColumn, a: number, b: number): boolean {
  if (features.kind === "dense") {
    const { data, nColumns } = features;
    for (let j = 0; j < nColumns; j++)
      if (!equal(data[a * nColumns + j], data[b * nColumns + j])) return false;
    return true;
  }
  const { rowStarts, columns, values } = features;
  const length = rowStarts[a + 1] - rowStarts[a];
  if (length !== rowStarts[b + 1] - rowStarts[b]) return false;
  for (let k = 0; k < length; k++) {
    const [p, q] = [rowStarts[a] + k, rowStarts[b] + k];
    if (columns[p] !== columns[q] || !equal(values[p], values[q])) return false;
  }
  return true;
}
