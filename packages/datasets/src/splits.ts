import { fold, permutation, type RandomKey, random } from "@softmax/tensor-core";
import { DataError } from "./dataset.js";

export interface SplitOptions {
  /** Start of the random choice, a whole number; the same seed gives the same rows on every machine. */
  readonly seed: number;
  /** A class index (or any other code) for every row, so that each part gets its share of every class. */
  readonly stratify?: ArrayLike<number>;
  /** A group code for every row: the rows of a group stay together. */
  readonly groups?: ArrayLike<number>;
}

/** Two sets of rows, each ascending, so that they are read in the order of the file. */
export interface Split {
  readonly train: Int32Array;
  readonly test: Int32Array;
}

/**
 * Divides n rows into training and test rows at random.
 *
 * - The test part has round(testSize · n) rows, at least one and at most n − 1; none where testSize is 0.
 * - Stratified: class c gives ⌊m_c⌋ or ⌊m_c⌋ + 1 of its n_c rows, m_c = nTest · n_c / n, the larger remainders
 *   first, ties to the lower class; but never its last row, so that every class can be learned (others give
 *   more in its place).
 * - Grouped: in random order, every group goes to the test part whose going brings the part's size (its sizes
 *   by class where stratified) nearer to those above, by the sum of squares; at least one does.
 *
 * @param testSize the share of the rows, from 0 up to, but not including, 1
 * @throws DataError where there are too few rows or groups for two parts
 * @throws RangeError for a testSize out of range
 * @example
 * const { train, test } = splitRows(10, 0.2, { seed: 1 });
 * [train.length, test.length]; // [8, 2]
 */
export function splitRows(nRows: number, testSize: number, options: SplitOptions): Split {
  return partition(markTestRows(nRows, testSize, options));
}

/**
 * The test rows of `splitRows`, as 1 in an array of zeros: of millions of rows it takes a few bytes each.
 *
 * @throws DataError, RangeError as `splitRows`
 * @example
 * markTestRows(4, 0.5, { seed: 1, stratify: [0, 0, 1, 1] }); // [0, 1, 0, 1]
 */
export function markTestRows(nRows: number, testSize: number, options: SplitOptions): Uint8Array {
  if (!(testSize >= 0 && testSize < 1))
    throw new RangeError(
      `splitRows: testSize is ${testSize}; expected a share from 0 up to, not including, 1`,
    );
  if (testSize === 0) return marked(nRows, []);
  if (nRows < 2) throw new DataError(`splitRows: ${nRows} rows cannot be divided; expected at least 2`);
  const nTest = Math.min(nRows - 1, Math.max(1, Math.round(testSize * nRows)));
  const strata = membersByCode(options.stratify ?? new Uint8Array(nRows), nRows);
  const key = random(options.seed, "split");
  if (options.groups)
    return marked(nRows, testGroups(membersByCode(options.groups, nRows), strata, nTest, key));
  const quotas = apportion(
    strata.map((members) => members.length),
    nTest,
    options.stratify !== undefined,
  );
  const inTest = new Uint8Array(nRows);
  for (const [c, members] of strata.entries()) {
    const order = permutation(fold(key, c), members.length);
    for (let k = 0; k < quotas[c]; k++) inTest[members[order[k]]] = 1;
  }
  return inTest;
}

/**
 * Divides n rows into k folds for cross-validation; fold f is the test part of the f-th split and all other
 * folds are its training part.
 *
 * - Rows are shuffled (within their class where stratified) and dealt to the folds in turn, so that folds,
 *   and the folds' shares of each class, differ by one row at most.
 * - Grouped: groups are dealt from the largest to the smallest, equal ones in random order, each to the fold
 *   that keeps Σ_c n_fc² / n_c smallest, n_fc being the rows of class c in fold f.
 *
 * @throws DataError where there are fewer rows or groups than folds
 * @throws RangeError where k is not a whole number above 1
 * @example
 * const stratify = [0, 0, 0, 0, 1, 1]; // the class of every row
 * kFolds(6, 2, { seed: 1, stratify }).map(({ test }) => test.length); // [3, 3]
 */
export function kFolds(nRows: number, k: number, options: SplitOptions): Split[] {
  if (!Number.isInteger(k) || k < 2)
    throw new RangeError(`kFolds: k is ${k}; expected a whole number, 2 or more`);
  const strata = membersByCode(options.stratify ?? new Uint8Array(nRows), nRows);
  const groups = options.groups && membersByCode(options.groups, nRows);
  const units = groups ? groups.length : nRows;
  if (units < k) throw new DataError(`kFolds: ${units} ${groups ? "groups" : "rows"} cannot fill ${k} folds`);
  const key = random(options.seed, "folds");
  const folds = groups
    ? dealGroups(groups, strata, k, key)
    : deal(
        strata.flatMap((members, c) => shuffled(members, fold(key, c))),
        k,
      );
  return folds.map((rows) => partition(marked(nRows, rows)));
}

/** The rows of every code that occurs, by ascending code. */
function membersByCode(codes: ArrayLike<number>, nRows: number): Int32Array[] {
  if (codes.length !== nRows)
    throw new RangeError(`stratify, groups: ${codes.length} codes for ${nRows} rows; expected one a row`);
  const counts = new Map<number, number>();
  for (let i = 0; i < nRows; i++) counts.set(codes[i], (counts.get(codes[i]) ?? 0) + 1);
  const rows = new Int32Array(nRows);
  const ends = new Map<number, number>();
  let end = 0;
  const members = [...counts]
    .sort(([a], [b]) => a - b)
    .map(([code, count]) => {
      ends.set(code, end);
      end += count;
      return rows.subarray(end - count, end);
    });
  for (let i = 0; i < nRows; i++) {
    const at = ends.get(codes[i])!;
    rows[at] = i;
    ends.set(codes[i], at + 1);
  }
  return members;
}

const shuffled = (rows: Int32Array, key: RandomKey): number[] =>
  Array.from(permutation(key, rows.length), (p) => rows[p]);

/** Whole shares of `total` in proportion to `counts`, by largest remainder; `keepOne` leaves one in each. */
function apportion(counts: readonly number[], total: number, keepOne: boolean): number[] {
  const n = counts.reduce((sum, count) => sum + count, 0);
  const room = counts.map((count) => count - (keepOne ? 1 : 0));
  const exact = counts.map((count) => (total * count) / n);
  const shares = exact.map((share, c) => Math.min(room[c], Math.floor(share)));
  const byRemainder = exact.map((share, c) => ({ c, remainder: share - Math.floor(share) }));
  byRemainder.sort((a, b) => b.remainder - a.remainder || a.c - b.c);
  let left = total - shares.reduce((sum, share) => sum + share, 0);
  for (let given = -1; left > 0 && given !== 0; ) {
    given = 0;
    for (const { c } of byRemainder)
      if (left > 0 && shares[c] < room[c]) {
        shares[c]++;
        left--;
        given++;
      }
  }
  return shares;
}

/** Groups in random order, each taken where Σ_c excess_c² falls; excess_c starts at minus class c's share. */
function testGroups(
  groups: readonly Int32Array[],
  strata: readonly Int32Array[],
  nTest: number,
  key: RandomKey,
): number[] {
  if (groups.length < 2)
    throw new DataError(`splitRows: ${groups.length} group cannot be divided; expected at least 2`);
  const sizes = countByStratum(groups, strata);
  const n = strata.reduce((sum, members) => sum + members.length, 0);
  const excess = strata.map((members) => -(nTest * members.length) / n);
  const change = (size: readonly number[]) => size.reduce((sum, m, c) => sum + m * m + 2 * m * excess[c], 0);
  const order = permutation(key, groups.length);
  const chosen: number[] = [];
  for (const g of order) {
    if (change(sizes[g]) >= 0 || chosen.length === groups.length - 1) continue;
    chosen.push(g);
    for (const [c, m] of sizes[g].entries()) excess[c] += m;
  }
  if (chosen.length === 0)
    chosen.push(order.reduce((best, g) => (change(sizes[g]) < change(sizes[best]) ? g : best)));
  return chosen.flatMap((g) => Array.from(groups[g]));
}

/** Rows of each stratum in each group, [group][stratum]. */
function countByStratum(groups: readonly Int32Array[], strata: readonly Int32Array[]): number[][] {
  const stratumOf = new Int32Array(strata.reduce((sum, members) => sum + members.length, 0));
  for (const [c, members] of strata.entries()) for (const row of members) stratumOf[row] = c;
  return groups.map((rows) => {
    const counts = new Array<number>(strata.length).fill(0);
    for (const row of rows) counts[stratumOf[row]]++;
    return counts;
  });
}

function deal(rows: readonly number[], k: number): number[][] {
  return Array.from({ length: k }, (_, f) => rows.filter((_row, p) => p % k === f));
}

function dealGroups(
  groups: readonly Int32Array[],
  strata: readonly Int32Array[],
  k: number,
  key: RandomKey,
): number[][] {
  const sizes = countByStratum(groups, strata);
  const order = Array.from(permutation(key, groups.length)).sort(
    (a, b) => groups[b].length - groups[a].length,
  );
  const filled = Array.from({ length: k }, () => strata.map(() => 0));
  const folds = Array.from({ length: k }, () => [] as number[]);
  for (const g of order) {
    const growth = filled.map((n) =>
      sizes[g].reduce((sum, m, c) => sum + (m * m + 2 * m * n[c]) / strata[c].length, 0),
    );
    const f = growth.indexOf(Math.min(...growth));
    for (const [c, m] of sizes[g].entries()) filled[f][c] += m;
    for (const row of groups[g]) folds[f].push(row);
  }
  return folds;
}

function marked(nRows: number, test: Iterable<number>): Uint8Array {
  const inTest = new Uint8Array(nRows);
  for (const row of test) inTest[row] = 1;
  return inTest;
}

/** The marked rows as test part, all others as training part. */
function partition(inTest: Uint8Array): Split {
  const rows = Int32Array.from(inTest, (_, i) => i);
  return { train: rows.filter((i) => inTest[i] === 0), test: rows.filter((i) => inTest[i] === 1) };
}
