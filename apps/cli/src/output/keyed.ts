import type { Style } from "./style.js";
import { hanging, pad } from "./width.js";

/** Columns for the keys of a list of facts. */
export const keyWidth = 13;

/** `  key          value`, the value broken into lines that fit. */
export const keyed = (key: string, value: string, columns: number, style: Style): string[] =>
  hanging(`  ${style.dim(pad(key, keyWidth))}`, value, columns);
