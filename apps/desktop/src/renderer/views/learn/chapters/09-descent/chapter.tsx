import { chapter } from "../../chapter.js";
import { Controls } from "./Controls.js";
import { isThrownOut, isTuned, isWon, store, xs, ys } from "./descent.js";
import { Figure } from "./Figure.js";
import { Text } from "./Text.js";

export const descent = chapter({
  store,
  summary: "Downhill, a step at a time: how long a step may be, and who needs fewest",
  Text,
  Figure,
  Controls,
  tasks: [
    {
      id: "tune",
      text: "Find an η that brings gradient descent to within 0.001 of the minimum in 100 steps.",
      done: isTuned,
    },
    {
      id: "thrown",
      text: "Make η so large that it is thrown out of the valley, high above where it began.",
      done: isThrownOut,
    },
    {
      id: "race",
      text: "Let all five race from a far start, until two are within 10⁻⁶ of the minimum.",
      done: isWon,
    },
  ],
  // Two vectors of weights, one a class, move apart: their difference, which is ours, takes steps of twice η.
  train: ({ learningRate }) => ({
    data: { kind: "points", points: xs.map((x, i) => ({ x, y: 0, c: ys[i] })) },
    options: {
      solver: "gd",
      learningRate: Number((learningRate / 2).toPrecision(3)),
      standardize: false,
      l2: 0,
    },
  }),
});
