import { chapter } from "../../chapter.js";
import { Controls } from "./Controls.js";
import { hasNoMinimum, isAbove, isFlat, isProven, pointsOf, store } from "./convexity.js";
import { Figure } from "./Figure.js";
import { Text } from "./Text.js";

export const convexity = chapter({
  store,
  summary: "Why every start leads to the same loss, and when it does not",
  Text,
  Figure,
  Controls,
  tasks: [
    { id: "certify", text: "Let the best weights be certified.", done: isProven },
    {
      id: "flat",
      text: "Make the shift directions flat: three eigenvalues of 0.",
      done: isFlat,
    },
    { id: "unbounded", text: "Find data and a penalty without a minimum.", done: hasNoMinimum },
    { id: "above", text: "Find a cost and an α above the chord.", done: isAbove },
  ],
  train: ({ data, loss, l2 }) => ({
    data: { kind: "points", points: pointsOf({ data }) },
    options: { loss, l2 },
  }),
});
