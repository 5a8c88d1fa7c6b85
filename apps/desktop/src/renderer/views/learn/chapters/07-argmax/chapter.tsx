import { chapter } from "../../chapter.js";
import { isBroken, isCold, isTie, store } from "./argmax.js";
import { Controls } from "./Controls.js";
import { Figure } from "./Figure.js";
import { Text } from "./Text.js";

export const argmax = chapter({
  store,
  summary: "An answer that jumps, two smooth ones, and what a computer makes of them",
  Text,
  Figure,
  Controls,
  tasks: [
    {
      id: "tie",
      text: "Make the two largest scores equal. The arg max has to take one; what does σ̂ do?",
      done: isTie,
    },
    {
      id: "cold",
      text: "Cool it until σ̂ is all but the arg max: one class above 99%.",
      done: isCold,
    },
    {
      id: "broken",
      text: "Add to all scores until float32 has no number left for the formula as written. Then look below it.",
      done: isBroken,
    },
  ],
  train: () => ({ data: { kind: "named", name: "iris" }, options: {} }),
});
