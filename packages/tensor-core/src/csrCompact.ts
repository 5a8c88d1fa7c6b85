import type { CsrFeatures } from "./features.js";
import type { RowRange } from "./kernels.js";

/** Some rows of X without the columns they leave empty: column k of `features` is column `columns[k]` of X. */
export interface CompactRows {
  readonly features: CsrFeatures;
  readonly columns: Int32Array;
}

/**
 * Cuts ranges of rows out of X, each over the columns that it uses, in order of first use. A mini-batch of
 * sparse rows touches few columns, and only theirs need packing.
 */
export function compactor(features: CsrFeatures): (rows: RowRange) => CompactRows {
  const { values, columns, rowStarts, nColumns } = features;
  const newColumn = new Int32Array(nColumns).fill(-1);

  return (rows) => {
    const nRows = rows.to - rows.from;
    const starts = new Int32Array(nRows + 1);
    for (let k = 0; k < nRows; k++) {
      const i = rows.order ? rows.order[rows.from + k] : rows.from + k;
      starts[k + 1] = starts[k] + rowStarts[i + 1] - rowStarts[i];
    }
    const Values = values.constructor as new (length: number) => CsrFeatures["values"];
    const taken = new Values(starts[nRows]);
    const takenColumns = new Int32Array(starts[nRows]);
    const used = new Int32Array(Math.min(starts[nRows], nColumns));
    let nUsed = 0;
    for (let k = 0; k < nRows; k++) {
      const i = rows.order ? rows.order[rows.from + k] : rows.from + k;
      for (let from = rowStarts[i], to = starts[k]; from < rowStarts[i + 1]; from++, to++) {
        const column = columns[from];
        if (newColumn[column] < 0) {
          used[nUsed] = column;
          newColumn[column] = nUsed++;
        }
        taken[to] = values[from];
        takenColumns[to] = newColumn[column];
      }
    }
    for (let k = 0; k < nUsed; k++) newColumn[used[k]] = -1;
    return {
      features: {
        kind: "csr",
        values: taken,
        columns: takenColumns,
        rowStarts: starts,
        nRows,
        nColumns: nUsed,
      },
      columns: used.subarray(0, nUsed),
    };
  };
}
