import { chapter } from "../../chapter.js";
import { Controls } from "./Controls.js";
import { hasLearned, isYellowWithoutYellow, l2, showsOpponent, store } from "./color.js";
import { Figure } from "./Figure.js";
import { Text } from "./Text.js";

export const color = chapter({
  store,
  summary: "A weight vector is a receptor",
  Text,
  Figure,
  Controls,
  tasks: [
    {
      id: "learn",
      text: "Let the receptors learn until they recognize 85% of the named lights.",
      done: hasLearned,
    },
    {
      id: "yellow",
      text: "Make a light that is called yellow, of more than ½ probability, with hardly any yellow in it (570 to 590 nm).",
      done: isYellowWithoutYellow,
    },
    {
      id: "opponent",
      text: "Find a color whose receptor the long cones drive and the medium ones hold back.",
      done: showsOpponent,
    },
  ],
  train: () => ({
    data: { kind: "named", name: "color-matching" },
    options: { solver: "lbfgs", standardize: false, l2 },
  }),
});
