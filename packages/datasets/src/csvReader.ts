import { type CsvLayout, layoutOf } from "./csvLayout.js";
import {
  type ColumnKind,
  type CsvProblem,
  type CsvTable,
  type TableReader,
  type TableStripes,
  tableReader,
} from "./csvTable.js";
import { DataError } from "./dataset.js";
import { countLineEnds } from "./lineEnds.js";
import { type TakeText, textPieces } from "./textPieces.js";

/** Rows after which it is looked whether a stripe is full. */
const STEP = 256;

const TAB = 9;
const CARRIAGE_RETURN = 13;

export interface CsvReader {
  /** Takes the next piece of the text. */
  push(bytes: Uint8Array): void;
  /** At the end of the text: what it holds, or undefined where all of it has to be pushed once more. */
  end(): CsvContents | undefined;
}

export interface CsvContents {
  readonly layout: CsvLayout;
  readonly table: CsvTable;
  /** Columns of `table.notNumbers`, read as strings. */
  readonly strings: CsvTable;
}

/** Takes tables of some rows each, instead of one of all. */
export interface CsvStripes {
  /** Bytes that the text of one may have, and its values as float64. */
  readonly bytes: number;
  /**
   * Takes stripe k. Where the text is pushed a second time they come again, of the same rows, with those columns that are
   * strings after all.
   */
  take(table: CsvTable, layout: CsvLayout, k: number): void;
  /** All that was taken is void, and comes again. */
  restart(): void;
}

export interface CsvReaderOptions {
  readonly name: string;
  readonly delimiter?: string;
  readonly header?: boolean;
  /** Bytes of the whole text, as far as known. */
  readonly size: number;
  /** Takes all rows; the tables of the contents then hold the last ones only. */
  readonly stripes?: CsvStripes;
}

/**
 * Reads delimited text that is pushed in pieces. One pass is usually enough; a second reads columns as strings
 * that turned out not to be numbers, or tab-separated text whose quotes turned out to be ordinary text, or
 * counts the lines before a mistake.
 *
 * @throws DataError as `parseCsv`
 */
export function csvReader(options: CsvReaderOptions): CsvReader {
  const { name, size } = options;
  let layout: CsvLayout | undefined;
  let reader: TableReader | undefined;
  let table: CsvTable | undefined;
  let mistake: Mistake | undefined;
  let quotedMistake: Mistake | undefined;
  let line = 0;
  /** Rows of every full stripe, and how many there were in this pass. */
  const widths: number[] = [];
  let nStripes = 0;
  let text = textPieces(name, readRecords);

  function readRecords(bytes: Uint8Array, last: boolean, position: number): number {
    if (mistake) return bytes.length;
    layout ??= layoutOf(bytes, last, { ...options, unquoted: quotedMistake !== undefined });
    if (!layout || (position === 0 && bytes.length < layout.from)) return 0;
    reader ??= tableReader(
      layout.dialect,
      kindsOf(layout, table),
      size,
      options.stripes && newStripes(options.stripes),
    );
    const skipped = position === 0 ? layout.from : 0;
    const read = reader.read(bytes.subarray(skipped), last);
    if (typeof read === "number") return skipped + read;
    mistake = mistakeOf(read, position + skipped, layout);
    return bytes.length;
  }

  /** Stripes that are as large as they may be; in a second pass, as large as in the first. */
  function newStripes({ bytes, take }: CsvStripes): TableStripes {
    const rows = Math.max(1, Math.floor(bytes / (8 * layout!.names.length)));
    const step = Math.min(STEP, rows);
    nStripes = 0;
    return {
      step,
      isFull: (nRows, nBytes) =>
        table ? nRows === widths[nStripes] : nRows + step > rows || nBytes >= bytes,
      take(stripe) {
        if (!table) widths.push(stripe.nRows);
        take(stripe, layout!, nStripes++);
      },
    };
  }

  /** A CR at the end of a piece waits for the LF that may follow. */
  function countLines(bytes: Uint8Array, last: boolean, position: number): number {
    const taken = !last && bytes.at(-1) === CARRIAGE_RETURN ? bytes.length - 1 : bytes.length;
    line += countLineEnds(bytes.subarray(0, Math.min(taken, Math.max(0, mistake!.position - position))));
    return taken;
  }

  const again = (take: TakeText): undefined => {
    reader = undefined;
    text = textPieces(name, take);
  };

  return {
    push: (bytes) => text.push(bytes),
    end() {
      text.end();
      if (line > 0) throw new DataError(`${name}, line ${line}${mistake!.problem}`);
      if (mistake && !quotedMistake && layout!.dialect.quotes && layout!.dialect.delimiter === TAB) {
        quotedMistake = mistake;
        options.stripes?.restart();
        widths.length = 0;
        mistake = layout = undefined;
        return again(readRecords);
      }
      if (mistake) {
        if (quotedMistake && !quotedMistake.quoting) mistake = quotedMistake;
        line = 1;
        return again(countLines);
      }
      const read = reader!.finish();
      if (read.nRows > 0) options.stripes?.take(read, layout!, nStripes);
      table ??= read;
      if (read === table && table.notNumbers.length > 0) return again(readRecords);
      return { layout: layout!, table, strings: read };
    },
  };
}

interface Mistake extends Pick<CsvProblem, "position" | "quoting"> {
  /** What follows file and line in the error. */
  readonly problem: string;
}

function mistakeOf(
  { position, column, text, quoting }: CsvProblem,
  from: number,
  layout: CsvLayout,
): Mistake {
  const place = column === -1 ? "" : `, column "${layout.names[column]}"`;
  return { position: from + position, quoting, problem: `${place}: ${text}` };
}

/** In a second pass only the columns that turned out not to be numbers. */
const kindsOf = ({ kinds }: CsvLayout, table: CsvTable | undefined): readonly ColumnKind[] =>
  table ? kinds.map((_, c) => (table.notNumbers.includes(c) ? "string" : "skip")) : kinds;
