import { type Table, tableFromIPC } from "@uwdata/flechette";
import type { Relation } from "./relations.js";
import { root, type SparkSession } from "./session.js";

/** Rows of a relation, by column; numbers are numbers, arrays of them typed arrays. */
export type Row = Readonly<Record<string, unknown>>;

/** The rows of a relation, brought here; for results, which are small. */
export async function collect(session: SparkSession, step: string, relation: Relation): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const table of batches(session, step, relation)) rows.push(...(table.toArray() as Row[]));
  return rows;
}

/** The one row of an aggregate without groups. */
export async function collectOne(session: SparkSession, step: string, relation: Relation): Promise<Row> {
  const [row] = await collect(session, step, relation);
  return row;
}

/** The rows of a relation, batch by batch as Spark sends them. */
export async function* batches(
  session: SparkSession,
  step: string,
  relation: Relation,
): AsyncGenerator<Table> {
  for await (const response of session.execute(step, root(relation)))
    if (response.case === "arrowBatch" && response.value.rowCount > 0n)
      // a copy, because Arrow's buffers start at multiples of 8 bytes and messages do not
      yield tableFromIPC(response.value.data.slice());
}
