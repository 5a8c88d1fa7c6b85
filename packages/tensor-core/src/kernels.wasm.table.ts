import type { WasmInstance } from "./kernels.wasm.instance.js";

/** Tasks that leave something of each row in the table: logits in f64, probabilities in the instance's precision. */
export type RowTask = "logits" | "probabilities";

/** Multiply-adds that are worth taking a part of a task: about 10 µs. */
const WORTH_TAKING = 1 << 18;

/** Rows of a part: whole blocks of 64. No result depends on it. */
function partRows(entriesPerRow: number, nClasses: number): number {
  const blocks = Math.ceil(WORTH_TAKING / (64 * entriesPerRow * nClasses + 1));
  return 64 * Math.max(1, Math.min(64, blocks));
}

/** What of a window's rows the task is about; `entries` of X each. */
interface TableRows {
  readonly first: number;
  readonly count: number;
  readonly ordered: boolean;
  readonly entries: number;
  readonly nClasses: number;
  /** Rows of a part, where they are not to be chosen. */
  readonly height?: number;
}

/** Runs the task on the rows, with `other` done beside it; returns the table [count, C] until the next task. */
export function tabulate(
  instance: WasmInstance,
  task: RowTask,
  { first, count, ordered, entries, nClasses, height }: TableRows,
  other?: () => void,
): Float32Array | Float64Array {
  const rows = height ?? partRows(entries, nClasses);
  const work = count * entries * nClasses;
  instance.runBeside(other, task, Math.ceil(count / rows), work, first, count, Number(ordered), rows);
  const { memory, shared } = instance;
  const length = count * nClasses;
  if (task === "probabilities") return instance.view(shared.table(), length);
  return new Float64Array(memory.buffer, shared.table() >>> 0, length);
}
