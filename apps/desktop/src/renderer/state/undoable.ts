/** A value and those that it was before, and was before undoing. Values are never written to. */
export interface Undoable<T> {
  readonly past: readonly T[];
  readonly present: T;
  readonly future: readonly T[];
}

/** How many steps back are kept. */
const most = 200;

export const undoable = <T>(present: T): Undoable<T> => ({ past: [], present, future: [] });

/** `joined` to the change before, it is undone together with it: one stroke of a brush is one step. */
export function changed<T>({ past, present }: Undoable<T>, next: T, joined = false): Undoable<T> {
  return { past: joined ? past : [...past, present].slice(-most), present: next, future: [] };
}

export function undone<T>(value: Undoable<T>): Undoable<T> {
  const { past, present, future } = value;
  if (past.length === 0) return value;
  return { past: past.slice(0, -1), present: past.at(-1)!, future: [present, ...future] };
}

export function redone<T>(value: Undoable<T>): Undoable<T> {
  const { past, present, future } = value;
  if (future.length === 0) return value;
  return { past: [...past, present], present: future[0], future: future.slice(1) };
}
