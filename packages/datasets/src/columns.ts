import { type Column, DataError, type Dataset, type NumberColumn, rowPlace } from "./dataset.js";
import { quoted, suggestion } from "./nearest.js";

/**
 * The column of this name.
 *
 * @throws DataError that lists the columns, the most alike first, where there is none
 */
export const findColumn = <C extends { readonly name: string } = Column>(
  dataset: Named<C>,
  name: string,
): C => columnFinder(dataset)(name);

/** A dataset, as far as its columns have names. */
interface Named<C extends { readonly name: string } = { readonly name: string }>
  extends Pick<Dataset, "name" | "label"> {
  readonly columns: readonly C[];
}

/** `findColumn` for many names: the time it takes does not grow with the number of columns. */
export function columnFinder<C extends { readonly name: string }>(dataset: Named<C>): (name: string) => C {
  const byName = new Map(dataset.columns.map((column) => [column.name, column]));
  return (name) => {
    const column = byName.get(name);
    if (column) return column;
    throw new DataError(`${dataset.name}: no column "${name}"${suggestion(name, [...byName.keys()])}`);
  };
}

export interface ColumnChoice {
  /**
   * Column to predict: a name, or `first`, `last` or a number from 1 where no column has that name. Default:
   * the one the format marks as label, else the one called label, class, target or y in any case.
   */
  readonly label?: string;
  /** Columns to learn from, in this order; default all but the label, the weight and the group. */
  readonly features?: readonly string[];
  /** Columns to leave out. */
  readonly drop?: readonly string[];
  /** Column of sample weights. */
  readonly weight?: string;
  /** Column whose equal values belong together in every split. */
  readonly group?: string;
}

export interface ChosenColumns {
  readonly label: string;
  readonly features: readonly string[];
  readonly weight?: string;
  readonly group?: string;
}

/**
 * Decides which column is the label and which are features.
 *
 * @throws DataError where no label can be told, a name is not a column, a column has two parts to play, or
 *   no feature is left
 * @example
 * const iris = await loadDataset("iris");
 * chooseColumns(iris, { drop: ["petal_width"] }).features; // ["sepal_length", "sepal_width", "petal_length"]
 */
export function chooseColumns(dataset: Named, choice: ColumnChoice = {}): ChosenColumns {
  const label = labelColumn(dataset, choice.label);
  const { weight, group } = choice;
  const apart = [label, weight, group].filter((name) => name !== undefined);
  const find = columnFinder(dataset);
  for (const name of [...apart, ...(choice.drop ?? [])]) find(name);
  if (weight === label || group === label)
    throw new DataError(
      `${dataset.name}: column "${label}" is the label; it cannot be the ${weight === label ? "weight" : "group"} too`,
    );
  const features =
    choice.features ?? dataset.columns.map(({ name }) => name).filter((name) => !apart.includes(name));
  const kept = features.filter((name) => !choice.drop?.includes(name));
  for (const name of kept) {
    find(name);
    if (apart.includes(name))
      throw new DataError(
        `${dataset.name}: column "${name}" is the label, weight or group; it cannot be a feature too`,
      );
  }
  if (kept.length === 0)
    throw new DataError(
      `${dataset.name}: no column is left to learn from beside ${quoted(apart)}; expected at least one`,
    );
  return { label, features: kept, weight, group };
}

const LABEL_NAMES = ["label", "class", "target", "y"];

function labelColumn(dataset: Named, given: string | undefined): string {
  const names = dataset.columns.map(({ name }) => name);
  if (given !== undefined)
    return names.includes(given) ? given : (positioned(names, given) ?? findColumn(dataset, given).name);
  if (dataset.label !== undefined) return dataset.label;
  for (const usual of LABEL_NAMES) {
    const matches = names.filter((name) => name.toLowerCase() === usual);
    if (matches.length === 1) return matches[0];
  }
  throw new DataError(
    `${dataset.name}: no column is called label, class, target or y; say which of ${quoted(names)} to predict, or first or last`,
  );
}

function positioned(names: readonly string[], given: string): string | undefined {
  if (given === "first") return names[0];
  if (given === "last") return names.at(-1);
  return /^\d+$/.test(given) ? names[Number(given) - 1] : undefined;
}

/**
 * The sample weights in a column.
 *
 * @throws DataError where the column is not numeric or a weight is missing, negative or infinite
 */
export function columnWeights(dataset: Dataset, name: string): Float64Array {
  const column = findColumn(dataset, name);
  if (column.kind !== "number")
    throw new DataError(
      `${dataset.name}: weight column "${name}" holds ${column.kind === "string" ? "text" : "a block"}, expected numbers`,
    );
  const wrong = column.values.findIndex((weight: number) => !(weight >= 0 && weight < Infinity));
  if (wrong !== -1)
    throw new DataError(
      `${rowPlace(dataset, wrong)}: weight ${(column as NumberColumn).values[wrong]} in column "${name}", expected a number ≥ 0`,
    );
  return Float64Array.from(column.values);
}
