import { create } from "zustand";
import { askMain } from "../client.js";
import { report } from "../design/Toast.js";

interface LearnState {
  /** The name of the chapter that is open. */
  readonly chapter: string | null;
  /** Tasks that were done, and chapters of which all were: `boundary/steep`, `boundary`. */
  readonly done: ReadonlySet<string>;
  open(chapter: string): void;
  finish(...done: readonly string[]): void;
  /** Reads what was done before. */
  load(): Promise<void>;
}

/** Where somebody is in the Learn view. */
export const useLearn = create<LearnState>((set, get) => ({
  chapter: null,
  done: new Set(),
  open: (chapter) => set({ chapter }),
  finish(...more) {
    const done = new Set([...get().done, ...more]);
    if (done.size === get().done.size) return;
    set({ done });
    report(askMain("learn.keep", { done: [...done] }));
  },
  async load() {
    set({ done: new Set([...(await askMain("learn.done")), ...get().done]) });
  },
}));
