import { chapter } from "../../chapter.js";
import { Controls } from "./Controls.js";
import { hasWorst, isPunished, isUnderflown, l2, points, store } from "./entropy.js";
import { Figure } from "./Figure.js";
import { Text } from "./Text.js";

export const crossEntropy = chapter({
  store,
  summary: "What a prediction costs, and why it is a logarithm",
  Text,
  Figure,
  Controls,
  tasks: [
    {
      id: "mistake",
      text: "Click the most confident mistake on the map: the costliest point, and no other.",
      done: hasWorst,
    },
    {
      id: "smooth",
      text: "Smooth the targets, and click a point that this makes five times as costly.",
      done: isPunished,
    },
    {
      id: "underflow",
      text: "Choose all, and count each so often that their product is 0.",
      done: isUnderflown,
    },
  ],
  train: ({ labelSmoothing }) => ({
    data: { kind: "points", points },
    options: { l2, standardize: false, labelSmoothing },
  }),
});
