import { chapter } from "../../chapter.js";
import { Controls } from "./Controls.js";
import { Figure } from "./Figure.js";
import { allRight, isSure, paintedConfidentMistake, store } from "./points.js";
import { Text } from "./Text.js";

export const points = chapter({
  store,
  summary: "Three numbers, a line, and how badly it fits",
  Text,
  Figure,
  Controls,
  tasks: [
    { id: "right", text: "Put every point on its own side of the line.", done: allRight },
    {
      id: "sure",
      text: "Being right is not being sure. Bring the loss below 0.05 as well: the sliders reach farther than the handles.",
      done: isSure,
    },
    {
      id: "mistake",
      text: "Click far on the green side to paint a red point there, and see what it costs alone.",
      done: paintedConfidentMistake,
    },
  ],
  train: ({ points }) => ({ data: { kind: "points", points }, options: { standardize: false, l2: 1e-3 } }),
});
