import { DataError, kFolds } from "@softmax/datasets";
import type { PartRows } from "./encodeParts.js";
import { codesOf, type LabelledData } from "./labelledData.js";

/**
 * The rows of each fold: `test` is held out, `train` are all others of the given rows. Stratified by class; the
 * rows of a group are held out together.
 *
 * @throws DataError where there are fewer rows or groups than folds, or the training rows of a fold lack a class:
 * its bias would go to −∞, and the held-out loss with it.
 */
export function foldRows(
  data: LabelledData,
  rows: Int32Array,
  folds: number,
  seed: number,
): Required<Omit<PartRows, "validation">>[] {
  return kFolds(rows.length, folds, { seed, ...codesOf(data, rows) }).map(({ train, test }, fold) => {
    const seen = new Set(train.map((k) => data.targets[rows[k]]));
    const missing = data.classes.find((_, c) => !seen.has(c));
    if (missing !== undefined)
      throw new DataError(
        `${data.dataset.name}: the class ${JSON.stringify(missing)} is in fold ${fold + 1} of ${folds} only, so that it is tried without having been learned; expected it in rows${data.groups ? " of two groups" : ""} of two folds`,
      );
    return { train: train.map((k) => rows[k]), test: test.map((k) => rows[k]) };
  });
}
