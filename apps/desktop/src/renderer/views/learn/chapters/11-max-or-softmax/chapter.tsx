import { chapter } from "../../chapter.js";
import { Controls } from "./Controls.js";
import { Figure } from "./Figure.js";
import { differsMost, isSure, isUndefined, numbers, store } from "./maxOrSoftmax.js";
import { Text } from "./Text.js";

export const maxOrSoftmax = chapter({
  store,
  summary: "Why a maximum must be soft, in an example of two classes",
  Text,
  Figure,
  Controls,
  tasks: [
    {
      id: "hole",
      text: "Put s where max has no answer, and see what softmax says there.",
      done: isUndefined,
    },
    {
      id: "sure",
      text: "Max is certain at once. Move s until softmax is 99% certain too.",
      done: isSure,
    },
    {
      id: "differ",
      text: "Softmax is not the sigmoid: put s where the two differ most.",
      done: differsMost,
    },
  ],
  train: () => ({
    data: { kind: "points", points: numbers.map(({ s, c }) => ({ x: s, y: 0, c })) },
    options: { l2: 1e-3 },
  }),
});
