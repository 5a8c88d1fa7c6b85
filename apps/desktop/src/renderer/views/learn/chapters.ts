import type { Chapter } from "./chapter.js";

export interface ChapterEntry {
  readonly number: number;
  /** Kept in the settings with what was done, so never to be changed. */
  readonly name: string;
  readonly title: string;
  /** Each is a part of its own, so that the Studio starts without them. */
  load(): Promise<Chapter>;
}

/** All chapters, in their order. */
export const chapters: readonly ChapterEntry[] = [
  {
    number: 1,
    name: "points",
    title: "Two colors of points",
    load: async () => (await import("./chapters/01-points/chapter.js")).points,
  },
  {
    number: 2,
    name: "color",
    title: "Seeing in color",
    load: async () => (await import("./chapters/02-color/chapter.js")).color,
  },
  {
    number: 3,
    name: "boundary",
    title: "Probability and the boundary",
    load: async () => (await import("./chapters/03-boundary/chapter.js")).boundary,
  },
  {
    number: 4,
    name: "costs",
    title: "Two costs",
    load: async () => (await import("./chapters/04-costs/chapter.js")).costs,
  },
  {
    number: 5,
    name: "many-classes",
    title: "Many classes, one-hot",
    load: async () => (await import("./chapters/05-many-classes/chapter.js")).manyClasses,
  },
  {
    number: 6,
    name: "simplex",
    title: "The simplex",
    load: async () => (await import("./chapters/06-simplex/chapter.js")).simplex,
  },
  {
    number: 7,
    name: "argmax",
    title: "argmax, max and softmax",
    load: async () => (await import("./chapters/07-argmax/chapter.js")).argmax,
  },
  {
    number: 8,
    name: "cross-entropy",
    title: "Cross-entropy",
    load: async () => (await import("./chapters/08-cross-entropy/chapter.js")).crossEntropy,
  },
  {
    number: 9,
    name: "descent",
    title: "Gradient descent",
    load: async () => (await import("./chapters/09-descent/chapter.js")).descent,
  },
  {
    number: 10,
    name: "convexity",
    title: "Convexity",
    load: async () => (await import("./chapters/10-convexity/chapter.js")).convexity,
  },
  {
    number: 11,
    name: "max-or-softmax",
    title: "Max or softmax",
    load: async () => (await import("./chapters/11-max-or-softmax/chapter.js")).maxOrSoftmax,
  },
];

/** The chapter before (−1) or after (1) the one of this name; undefined at either end. */
export const neighbor = (name: string | null, by: -1 | 1): ChapterEntry | undefined =>
  chapters[chapters.findIndex((entry) => entry.name === (name ?? chapters[0].name)) + by];
