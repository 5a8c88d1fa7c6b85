import { chapter } from "../../chapter.js";
import { Controls } from "./Controls.js";
import { hasRecovered, isGivenUp, isOvertaken, isSteepest, points, store } from "./costs.js";
import { Figure } from "./Figure.js";
import { Text } from "./Text.js";

export const costs = chapter({
  store,
  summary: "Why the logarithm learns from confident mistakes, and the square does not",
  Text,
  Figure,
  Controls,
  tasks: [
    {
      id: "steepest",
      text: "Drag f to where the quadratic cost pulls hardest. It is not where the prediction is worst.",
      done: isSteepest,
    },
    {
      id: "vanished",
      text: "Now to where the prediction is wrong, and the quadratic slope is below 0.01.",
      done: isGivenUp,
    },
    {
      id: "overtaken",
      text: "Train both until the logarithm has all ten right and the square has not.",
      done: isOvertaken,
    },
    {
      id: "recovered",
      text: "Find a start from which the square learns as well.",
      done: hasRecovered,
    },
  ],
  train: () => ({
    data: { kind: "points", points },
    options: { loss: "quadratic", solver: "gd", standardize: false, l2: 0 },
  }),
});
