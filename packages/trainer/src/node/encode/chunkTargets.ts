import {
  type ChosenColumns,
  columnWeights,
  compareLabels,
  type Dataset,
  encodeLabels,
  findColumn,
  type Label,
} from "@softmax/datasets";
import type { ChunkedDataset } from "@softmax/datasets/node";
import { groupCodes, refuseOneClass, refuseUnlabelled } from "../../labelledData.js";

/** Class indices in as few bytes each as they need. */
export type NarrowCodes = Uint8Array | Uint16Array | Int32Array;

/** What is kept of every row: a class and, where rows belong together, a group. */
export interface ChunkTargets {
  readonly classes: readonly Label[];
  readonly targets: NarrowCodes;
  readonly groups?: ArrayLike<number>;
  /** What is wrong with the weights: it is looked at last. */
  readonly problem?: unknown;
}

type LabelColumns = Pick<ChosenColumns, "label" | "weight" | "group">;

/**
 * Reads what `labelledData` makes of whole columns, and looks whether all weights are such, in one pass.
 *
 * @param known the classes of a model; default those that are met
 * @throws DataError (the promise rejects) as `labelledData`
 */
export async function chunkTargets(
  data: ChunkedDataset,
  { label, weight, group }: LabelColumns,
  known?: readonly Label[],
): Promise<ChunkTargets> {
  const codes = labelCodes(data.nSamples, known);
  const groups = group === undefined ? undefined : groupCollector(data.nSamples);
  const problems = new FirstProblems();
  const wanted = [label, weight, group].filter((name) => name !== undefined);
  for await (const chunk of data.chunks(wanted)) {
    const { targets, classes } = encodeLabels(chunk, label, known);
    problems.of(0, () => refuseUnlabelled(chunk, label, targets, known));
    codes.add(targets, classes);
    if (group !== undefined) problems.of(2, () => groups!.add(chunk, group));
    if (weight !== undefined) problems.of(3, () => columnWeights(chunk, weight));
  }
  const { targets, classes } = codes.finish();
  if (!known) problems.of(1, () => refuseOneClass(data, label, classes));
  return { targets, classes, groups: groups?.codes(), problem: problems.refuse(3) };
}

/** Of things that are looked at chunk by chunk, the first that is wrong in the order in which wholes are looked at. */
class FirstProblems {
  readonly #problems: unknown[] = [];

  of(place: number, look: () => void): void {
    if (this.#problems[place] !== undefined) return;
    try {
      look();
    } catch (error) {
      this.#problems[place] = error;
    }
  }

  /** Throws the first one before this place, and returns the one there. */
  refuse(place: number): unknown {
    for (const problem of this.#problems.slice(0, place)) if (problem !== undefined) throw problem;
    return this.#problems[place];
  }
}

/** Codes by the order in which classes are met, until all have been met and can be put in theirs. */
function labelCodes(nRows: number, known?: readonly Label[]) {
  const met: Label[] = known ? [...known] : [];
  const codeOf = new Map(met.map((label, code) => [label, code]));
  let codes: NarrowCodes = new Uint8Array(nRows);
  let row = 0;
  return {
    add(targets: Int32Array, classes: readonly Label[]): void {
      const moved = classes.map((label) => {
        if (!codeOf.has(label)) codeOf.set(label, met.push(label) - 1);
        return codeOf.get(label)!;
      });
      codes = withRoom(codes, met.length);
      for (let i = 0; i < targets.length; i++) codes[row++] = targets[i] === -1 ? 0 : moved[targets[i]];
    },
    finish(): { targets: NarrowCodes; classes: readonly Label[] } {
      if (known) return { targets: codes, classes: known };
      const classes = [...met].sort(compareLabels);
      const placeOf = new Map(classes.map((label, c) => [label, c]));
      const places = met.map((label) => placeOf.get(label)!);
      for (let i = 0; i < row; i++) codes[i] = places[codes[i]];
      return { targets: codes, classes };
    },
  };
}

function withRoom(codes: NarrowCodes, nClasses: number): NarrowCodes {
  const Codes = nClasses <= 2 ** 8 ? Uint8Array : nClasses <= 2 ** 16 ? Uint16Array : Int32Array;
  return codes.BYTES_PER_ELEMENT >= Codes.BYTES_PER_ELEMENT ? codes : Codes.from(codes);
}

/** A number for every row, as `groupCodes` has it for the whole column. */
function groupCollector(nRows: number) {
  const codeOf = new Map<string, number>();
  let codes: Int32Array | Float64Array | undefined;
  let row = 0;
  return {
    add(chunk: Dataset, group: string): void {
      const column = findColumn(chunk, group);
      const values = groupCodes(chunk.name, column);
      codes ??= column.kind === "string" ? new Int32Array(nRows) : new Float64Array(nRows);
      if (column.kind !== "string") codes.set(values, row);
      else {
        const moved = new Int32Array(column.categories.length).fill(-1);
        for (let i = 0; i < values.length; i++) {
          const code = values[i];
          if (code !== -1 && moved[code] === -1) moved[code] = place(column.categories[code]);
          codes[row + i] = code === -1 ? -1 : moved[code];
        }
      }
      row += values.length;
    },
    codes: () => codes,
  };

  function place(text: string): number {
    const code = codeOf.get(text) ?? codeOf.size;
    codeOf.set(text, code);
    return code;
  }
}
