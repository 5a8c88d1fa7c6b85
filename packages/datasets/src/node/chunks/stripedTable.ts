import { asStrings } from "../../columnAs.js";
import { type BlockShape, shapeOf } from "../../concatSamples.js";
import type { BlockColumn, Column, Dataset } from "../../dataset.js";
import type { ChunkedDataset, ColumnHead } from "./chunkedDataset.js";
import { ofWidth, widthOf } from "./numberWidths.js";
import type { Cell, Spill } from "./spill.js";

/** A dataset that is taken in stripes of rows, and is settled when all of them are there. */
export interface StripedTable {
  /** Puts columns of stripe k into the file, in place of those of the same names. */
  put(k: number, nRows: number, columns: readonly Column[]): Promise<void>;
  /** Forgets all stripes. */
  clear(): void;
  readonly nRows: number;
  readonly nStripes: number;
  /** What is known of a column; undefined where it is in no stripe. */
  find(name: string): Track | undefined;
  /** The dataset: a column that is strings in one stripe is so in all; one that a stripe lacks is missing there. */
  dataset(description: Description): ChunkedDataset;
}

interface Description extends Pick<ChunkedDataset, "name" | "label" | "test"> {
  /** The columns, in this order; default as they were met. */
  readonly columns?: readonly string[];
  /** Makes of a column what it stands for. */
  readonly convert?: Readonly<Record<string, (column: Column, firstRow: number) => Column>>;
}

/** What the stripes so far have in common. */
export interface Track {
  kind: Column["kind"];
  /** Of numbers: the width (see `numberWidths`) that holds all. */
  width: number;
  /** Of a block; the widest of sparse rows. */
  block?: BlockShape;
  /** Whether any value is not missing. */
  hasValue: boolean;
  nValues: number;
  readonly cells: Cell[];
}

export function stripedTable(spill: Spill): StripedTable {
  const tracks = new Map<string, Track>();
  const widths: number[] = [];

  const dataset = ({ columns, convert = {}, ...rest }: Description): ChunkedDataset => {
    const names = columns ?? [...tracks.keys()];
    const heads = names.map((name): ColumnHead => {
      const { kind, width, block } = tracks.get(name)!;
      if (convert[name]) return { name, kind: "string" };
      return kind === "number" ? { name, kind, width } : { name, kind, block };
    });
    const read = async (k: number, firstRow: number, wanted: readonly string[]): Promise<Dataset> => {
      const present = wanted.filter((name) => tracks.get(name)!.cells[k]);
      const stored = await spill.read(present.map((name) => tracks.get(name)!.cells[k]));
      const byName = new Map(present.map((name, c) => [name, stored[c]]));
      const settledColumns = wanted.map((name) => {
        const column = settled(name, byName.get(name), tracks.get(name)!, widths[k]);
        return convert[name]?.(column, firstRow) ?? column;
      });
      return { name: rest.name, nSamples: widths[k], firstRow, columns: settledColumns, label: rest.label };
    };
    return {
      ...rest,
      nSamples: sum(widths),
      columns: heads,
      nValues: sum(names.map((name) => nValues(tracks.get(name)!, sum(widths)))),
      async *chunks(wanted = names) {
        const chosen = names.filter((name) => wanted.includes(name));
        let next = widths.length > 0 ? read(0, 0, chosen) : undefined;
        for (let k = 0, firstRow = 0; k < widths.length; k++) {
          const chunk = await next!;
          firstRow += widths[k];
          if (k + 1 < widths.length) next = read(k + 1, firstRow, chosen);
          next!.catch(() => {}); // it is thrown when its turn comes
          yield chunk;
        }
      },
      async close() {},
    };
  };

  return {
    async put(k, nRows, columns) {
      widths[k] = nRows;
      const cells = await spill.write(columns);
      for (const [c, column] of columns.entries()) {
        const track = tracks.get(column.name) ?? newTrack(column);
        tracks.set(column.name, track);
        extend(track, column);
        track.cells[k] = cells[c];
      }
    },
    clear() {
      tracks.clear();
      widths.length = 0;
    },
    get nRows() {
      return sum(widths);
    },
    get nStripes() {
      return widths.length;
    },
    find: (name) => tracks.get(name),
    dataset,
  };
}

const newTrack = ({ kind }: Column): Track => ({
  kind,
  width: 0,
  hasValue: false,
  nValues: 0,
  cells: [],
});

function extend(track: Track, column: Column): void {
  if (column.kind === "string") track.kind = "string";
  if (column.kind === "number") {
    track.width = Math.max(track.width, widthOf(column.values));
    track.hasValue ||= !column.values.every(Number.isNaN);
  }
  if (column.kind === "block") {
    const { features } = column;
    const nColumns = Math.max(track.block?.nColumns ?? 0, features.nColumns);
    track.block = { ...shapeOf(features), nColumns };
    track.nValues += (features.kind === "csr" ? features.values : features.data).length;
  }
}

const nValues = (track: Track, nRows: number): number => (track.kind === "block" ? track.nValues : nRows);

/** The column of a stripe in the kind and type that it has in all of them. */
function settled(name: string, column: Column | undefined, track: Track, nRows: number): Column {
  if (track.kind === "string") return column ? asStrings({ name }, column) : noStrings(name, nRows);
  if (column?.kind === "block") return widened(column, track.block!.nColumns);
  const values = column?.kind === "number" ? column.values : new Float64Array(nRows).fill(Number.NaN);
  return { kind: "number", name, values: ofWidth(values, track.width) };
}

const noStrings = (name: string, nRows: number): Column => ({
  kind: "string",
  name,
  codes: new Int32Array(nRows).fill(-1),
  categories: [],
});

/** Also of sparse rows in one chunk of many. */
export const widened = (column: BlockColumn, nColumns: number): Column => ({
  ...column,
  features: { ...column.features, nColumns },
});

const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0);
