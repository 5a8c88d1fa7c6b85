import { chapter } from "../../chapter.js";
import { Controls } from "./Controls.js";
import { Figure } from "./Figure.js";
import { hasConstant, isOnEdge, isUndecided, pointsOf, store } from "./simplex.js";
import { Text } from "./Text.js";

export const simplex = chapter({
  store,
  summary: "Where all predictions live: a segment, a triangle, a tetrahedron",
  Text,
  Figure,
  Controls,
  tasks: [
    {
      id: "constant",
      text: "Add 4 or more to all scores. What moves, and what does not?",
      done: hasConstant,
    },
    {
      id: "edge",
      text: "Of three classes, exclude one and leave the others even: below 1%, and above 45% each.",
      done: isOnEdge,
    },
    {
      id: "center",
      text: "Take the prediction to the middle of the tetrahedron: four times 25%, give or take 2. Turn it to make sure.",
      done: isUndecided,
    },
  ],
  train: ({ nClasses }) => ({
    data: { kind: "points", points: pointsOf(nClasses) },
    options: { standardize: false, l2: 1e-3 },
  }),
});
