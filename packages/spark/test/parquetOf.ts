import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Dataset } from "@softmax/datasets";
import { type Column, columnFromArray, float64, tableFromColumns, tableToIPC, utf8 } from "@uwdata/flechette";
import { onTestFinished } from "vitest";
import { WriteOperation_SaveMode } from "../src/generated/commands_pb.js";
import { local } from "../src/relations.js";
import { type Plan, withSession } from "../src/session.js";

/** A folder that is gone when the test has ended. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "softmax-on-spark-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A dataset of numbers and strings as a Parquet that Spark wrote; missing values are nulls. */
export async function parquetOf(remote: string, { columns }: Dataset): Promise<string> {
  const path = join(scratchFolder(), "data.parquet");
  const arrays: [string, Column<unknown>][] = [];
  for (const column of columns) {
    if (column.kind === "block")
      throw new RangeError(`${column.name} is a block; expected numbers or strings`);
    const values: (string | number | null)[] =
      column.kind === "number"
        ? Array.from(column.values, (value) => (Number.isNaN(value) ? null : value))
        : Array.from(column.codes, (code) => column.categories[code] ?? null);
    arrays.push([column.name, columnFromArray(values, column.kind === "number" ? float64() : utf8())]);
  }
  const data = tableToIPC(tableFromColumns(arrays), { format: "stream" });
  if (!data) throw new RangeError("no rows to write");
  const value = {
    input: local(data),
    source: "parquet",
    saveType: { case: "path" as const, value: path },
    mode: WriteOperation_SaveMode.ERROR_IF_EXISTS,
  };
  const plan: Plan = {
    opType: { case: "command", value: { commandType: { case: "writeOperation", value } } },
  };
  await withSession({ remote }, async (session) => {
    for await (const _ of session.execute("writing the test's data", plan));
  });
  return path;
}
