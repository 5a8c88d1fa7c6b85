import type { Action } from "../../shell/action.js";
import { useLearn } from "../../state/learn.js";
import { useView } from "../../state/view.js";
import { type ChapterEntry, chapters, neighbor } from "./chapters.js";

const inLearn = () => useView.getState().view === "learn";

function show({ name }: ChapterEntry): void {
  useLearn.getState().open(name);
  useView.getState().show("learn");
}

const turn = (id: string, title: string, by: -1 | 1): Action => {
  const target = () => neighbor(useLearn.getState().chapter, by);
  return {
    id,
    title,
    isAvailable: () => inLearn() && target() !== undefined,
    run: () => show(target()!),
  };
};

export const learnActions: readonly Action[] = [
  turn("learn.previous", "Previous Chapter", -1),
  turn("learn.next", "Next Chapter", 1),
  ...chapters.map((entry) => ({
    id: `learn.${entry.name}`,
    title: `Learn ${entry.number}: ${entry.title}`,
    run: () => show(entry),
  })),
];
