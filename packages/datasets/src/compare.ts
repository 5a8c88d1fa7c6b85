import { compareCodePoints } from "@softmax/tensor-core";
import type { Label } from "./dataset.js";

/** Order of classes: numbers by value, strings by code point, numbers before strings. */
export function compareLabels(a: Label, b: Label): number {
  if (typeof a === "number") return typeof b === "number" ? a - b : -1;
  return typeof b === "number" ? 1 : compareCodePoints(a, b);
}
