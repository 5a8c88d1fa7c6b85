import type { StringColumn } from "./dataset.js";

/** The categories of a string column that was taken in pieces, in the order in which they were met. */
export interface CategoryCounts {
  readonly texts: readonly string[];
  /** Training rows of each; 0 for a category that only other rows have. */
  readonly counts: readonly number[];
  /** The row, from 0, in which each was met first. */
  readonly firstRows: readonly number[];
}

export interface CategoryCounter extends CategoryCounts {
  /** Takes the next piece, of whose rows the given ones are for training. */
  add(column: StringColumn, rows: Int32Array): void;
}

export function categoryCounter(): CategoryCounter {
  const texts: string[] = [];
  const counts: number[] = [];
  const firstRows: number[] = [];
  const index = new Map<string, number>();
  let nRows = 0;
  let nPieces = 0;

  const place = (text: string): number => {
    if (nPieces > 1) for (let c = index.size; c < texts.length; c++) index.set(texts[c], c);
    const known = index.get(text);
    if (known !== undefined) return known;
    counts.push(0);
    firstRows.push(0);
    return texts.push(text) - 1;
  };

  return {
    texts,
    counts,
    firstRows,
    add(column, rows) {
      nPieces++;
      const { codes, categories } = column;
      const first = firstOccurrences(codes, categories.length);
      const known = texts.length;
      const places = categories.map((text, code) => (first[code] === -1 ? -1 : place(text)));
      for (const [code, c] of places.entries()) if (c >= known) firstRows[c] = nRows + first[code];
      for (const row of rows) if (codes[row] !== -1) counts[places[codes[row]]]++;
      nRows += codes.length;
    },
  };
}

/** The first row of each code, −1 for codes that do not occur. */
function firstOccurrences(codes: Int32Array, nCodes: number): Int32Array {
  const first = new Int32Array(nCodes).fill(-1);
  for (let row = codes.length - 1; row >= 0; row--) if (codes[row] !== -1) first[codes[row]] = row;
  return first;
}
