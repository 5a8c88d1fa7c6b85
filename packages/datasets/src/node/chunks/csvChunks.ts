import {
  checkDelimiter,
  classColumn,
  isNameless,
  refuseEmpty,
  refuseOtherCount,
  tableColumn,
} from "../../csv.js";
import type { CsvLayout } from "../../csvLayout.js";
import { csvReader } from "../../csvReader.js";
import type { CsvTable } from "../../csvTable.js";
import type { Column } from "../../dataset.js";
import { csvOptions } from "../../parseDataset.js";
import type { ChunkedDataset } from "./chunkedDataset.js";
import { piecesOf, type SourceFile } from "./sourceFile.js";
import { type StripedTable, stripedTable } from "./stripedTable.js";

/**
 * Reads delimited text as `parseCsv` does: once, and once more for columns that turn out to be strings late.
 *
 * @throws DataError (the promise rejects) as `parseCsv`
 */
export async function csvChunks(source: SourceFile, format: "csv" | "tsv"): Promise<ChunkedDataset> {
  const { file, context } = source;
  const options = csvOptions(file.head, format, source.options);
  checkDelimiter(options);
  const table = stripedTable(source.spill);
  const waiting: Stripe[] = [];
  const stripes = {
    bytes: context.chunkBytes,
    take: (rows: CsvTable, layout: CsvLayout, k: number) => waiting.push({ rows, layout, k }),
    restart() {
      waiting.length = 0;
      table.clear();
    },
  };
  const reader = csvReader({ ...options, size: file.size, stripes });
  const write = async () => {
    for (const stripe of waiting.splice(0)) await putStripe(table, stripe);
  };
  for (;;) {
    for await (const piece of piecesOf(source)) {
      reader.push(piece);
      await write();
    }
    const contents = reader.end();
    await write();
    if (contents) return settled(options.name, table, contents.layout);
  }
}

interface Stripe {
  readonly rows: CsvTable;
  readonly layout: CsvLayout;
  readonly k: number;
}

function putStripe(table: StripedTable, { rows, layout, k }: Stripe): Promise<void> {
  const columns = layout.names.flatMap((name, c) => tableColumn(name, c, rows) ?? []);
  return table.put(k, rows.nRows, columns);
}

function settled(name: string, table: StripedTable, { names, sklearn }: CsvLayout): ChunkedDataset {
  refuseEmpty(table.nRows, name);
  const isLeftOut = (column: string, c: number) => {
    const { kind, hasValue } = table.find(column)!;
    return isNameless(column, c) && kind === "number" && !hasValue;
  };
  const columns = names.filter((column, c) => !isLeftOut(column, c));
  if (!sklearn) return table.dataset({ name, columns });
  refuseOtherCount(name, table.nRows, sklearn);
  const label = columns.at(-1)!;
  const convert = {
    [label]: (column: Column, firstRow: number) => classColumn(name, column, sklearn, firstRow),
  };
  return table.dataset({ name, columns, label, convert });
}
