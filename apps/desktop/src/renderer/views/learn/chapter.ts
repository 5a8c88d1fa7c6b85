import type { RunOptions } from "@softmax/trainer";
import type { ComponentType, ReactNode } from "react";
import type { StoreApi } from "zustand";
import type { Points } from "../../state/pointEdits.js";

/** Something to try on the figure, and how to see in its state that it has been done. */
export interface Task<S> {
  /** Kept in the settings, so never to be changed: one word. */
  readonly id: string;
  /** What to do, in a sentence. */
  readonly text: ReactNode;
  /** Asked whenever the state changes; never true of the initial state. */
  done(state: S): boolean;
}

/** What the Train view opens, and with which options; what is absent is left to its default. */
export interface TrainPlan {
  readonly data:
    | { readonly kind: "points"; readonly points: Points }
    /** Data that come along, by the name that `data.list` gives them. */
    | { readonly kind: "named"; readonly name: string };
  readonly options: Partial<RunOptions>;
}

/** All that a chapter is made of; S is the state of its figure. */
export interface ChapterParts<S> {
  /** What handles, sliders and buttons change, and the figure shows. */
  readonly store: StoreApi<S>;
  /** What is to be understood, in one line. */
  readonly summary: string;
  /** Paragraphs and formulas. */
  readonly Text: ComponentType;
  readonly Figure: ComponentType;
  /** Sliders and buttons, below the figure. */
  readonly Controls: ComponentType;
  readonly tasks: readonly Task<S>[];
  train(state: S): TrainPlan;
}

/** A chapter as the page sees it: the type of its state is its own affair. */
export interface Chapter extends Pick<ChapterParts<unknown>, "summary" | "Text" | "Figure" | "Controls"> {
  readonly tasks: readonly Pick<Task<unknown>, "id" | "text">[];
  /** Tells of tasks that the figure's state shows to be done; returns how to stop that. */
  watch(onDone: (ids: readonly string[]) => void): () => void;
  /** What 'Open in Train' opens now. */
  plan(): TrainPlan;
  /** Puts the figure back as it was at first. */
  reset(): void;
}

export function chapter<S>({ store, tasks, train, ...shown }: ChapterParts<S>): Chapter {
  return {
    ...shown,
    tasks,
    watch: (onDone) =>
      store.subscribe((state) => {
        const ids = tasks.filter((task) => task.done(state)).map(({ id }) => id);
        if (ids.length > 0) onDone(ids);
      }),
    plan: () => train(store.getState()),
    reset: () => store.setState(store.getInitialState(), true),
  };
}
