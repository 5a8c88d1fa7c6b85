import { as, at, call, cast, column, double, type Expr, integer, times } from "./expressions.js";
import { aggregate, project, type Relation } from "./relations.js";
import { collect } from "./rows.js";
import type { SparkSession } from "./session.js";

/** Rows whose scalars are added up without compensation: then the sums of such groups, with it. */
const ROWS_PER_SUM = 2048;
const MOST_GROUPS = 256;

/** Σ over rows of a bᵀ, and how many additions are behind it. */
export interface OuterSums {
  /** [length of a] rows of [length of b]; the last `nScalars` rows of a in groups of rows, one row of the result a group. */
  readonly byEntry: ReadonlyMap<number, readonly Float64Array[]>;
  /** Rows in the largest group. */
  readonly rowsPerSum: number;
}

/**
 * Σ_i a_i b_iᵀ over the rows of a relation that has the arrays `a` and `b`: the entries of a are laid out one below the
 * other, and the sums gathered by their position. Entries of a from `grouped` on are gathered by groups of rows too, so
 * that each sum has few terms; those before it in one sum, which may have as many terms as there are rows.
 */
export async function outerSums(
  session: SparkSession,
  step: string,
  relation: Relation,
  { bLength, grouped, nRows }: { readonly bLength: number; readonly grouped: number; readonly nRows: number },
): Promise<OuterSums> {
  const nGroups = Math.max(1, Math.min(MOST_GROUPS, Math.ceil(nRows / ROWS_PER_SUM)));
  const numbered = project(relation, [column("a"), column("b"), as(groupOf(nGroups), "row_group")]);
  const long = project(numbered, [
    as(call("posexplode", column("a")), "j", "v"),
    column("b"),
    column("row_group"),
  ]);
  const group = call("if", call("<", column("j"), integer(grouped)), integer(0), column("row_group"));
  const keyed = project(long, [column("j"), column("v"), column("b"), as(group, "k")]);
  const sums = Array.from({ length: bLength }, (_, c) =>
    as(call("sum", times(column("v"), at(column("b"), c))), `s${c}`),
  );
  const rows = await collect(
    session,
    step,
    project(aggregate(keyed, [column("j"), column("k")], [...sums, as(call("count", double(1)), "n")]), [
      column("j"),
      column("n"),
      as(call("array", ...sums.map((_, c) => column(`s${c}`))), "sums"),
    ]),
  );
  const byEntry = new Map<number, Float64Array[]>();
  let rowsPerSum = 0;
  for (const { j, n, sums } of rows) {
    const entry = Number(j);
    if (!byEntry.has(entry)) byEntry.set(entry, []);
    byEntry.get(entry)!.push(Float64Array.from(sums as ArrayLike<number>));
    if (entry >= grouped) rowsPerSum = Math.max(rowsPerSum, Number(n));
  }
  return { byEntry, rowsPerSum };
}

const groupOf = (nGroups: number): Expr =>
  cast(call("pmod", call("monotonically_increasing_id"), cast(integer(nGroups), "bigint")), "int");
