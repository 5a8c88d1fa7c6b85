import { chapter } from "../../chapter.js";
import { doubtfulWidth, hasLearned, isFlat, points, store } from "./boundary.js";
import { Controls } from "./Controls.js";
import { Figure } from "./Figure.js";
import { Text } from "./Text.js";

export const boundary = chapter({
  store,
  summary: "From a score to a probability, and where the two classes are equally probable",
  Text,
  Figure,
  Controls,
  tasks: [
    {
      id: "flat",
      text: "Make it know nothing: every place between 40% and 60%.",
      done: isFlat,
    },
    {
      id: "steep",
      text: "Make it stubborn: leave the line, and narrow the band between 10% and 90% to less than 0.4.",
      done: (state) => doubtfulWidth(state) < 0.4,
    },
    {
      id: "learn",
      text: "Let it learn from there until nothing is left to learn (‖∇L‖ below 0.001).",
      done: hasLearned,
    },
  ],
  train: () => ({
    data: { kind: "points", points },
    options: { solver: "gd", standardize: false, l2: 0 },
  }),
});
