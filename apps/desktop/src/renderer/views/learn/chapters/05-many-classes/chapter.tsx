import { chapter } from "../../chapter.js";
import { Controls } from "./Controls.js";
import { Figure } from "./Figure.js";
import { isInCorner, recognizes, sawCatAndShip, store } from "./manyClasses.js";
import { Text } from "./Text.js";

export const manyClasses = chapter({
  store,
  summary: "A picture as 3,072 numbers, ten templates, ten scores, one target",
  Text,
  Figure,
  Controls,
  tasks: [
    {
      id: "targets",
      text: "Pick a cat and a ship. Where is the 1 of their targets?",
      done: sawCatAndShip,
    },
    {
      id: "corner",
      text: "Point at the pixel at the bottom right. Which three of the 3,072 numbers are its colors?",
      done: isInCorner,
    },
    {
      id: "learn",
      text: "Learn until 18 of these 20 pictures are recognized, none of which it learns from.",
      done: recognizes,
    },
  ],
  train: () => ({ data: { kind: "named", name: "digits" }, options: { scale: 1 / 16, l2: 1e-3 } }),
});
