import { styleOf } from "./style.js";
import { printable } from "./width.js";

/** Says a sentence on stderr that the user should know of. */
export function warn(sentence: string): void {
  process.stderr.write(`${styleOf(process.stderr).yellow("warning:")} ${printable(sentence)}\n`);
}
