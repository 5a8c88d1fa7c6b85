import { stripVTControlCharacters } from "node:util";

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}|\ufe0f/u;
const zeroWidth = /^[\p{Mn}\p{Me}\p{Cf}]+$/u;

/** Columns that a text takes in a terminal: two for East Asian wide characters and emoji, none for colors. */
export function displayWidth(text: string): number {
  const plain = stripVTControlCharacters(text);
  if (/^[\x20-\x7e]*$/.test(plain)) return plain.length;
  let width = 0;
  for (const { segment } of graphemes.segment(plain)) width += graphemeWidth(segment);
  return width;
}

const graphemeWidth = (grapheme: string): number =>
  zeroWidth.test(grapheme) ? 0 : wide.test(grapheme) ? 2 : 1;

/** The text with blanks behind it, or in front, up to this width. */
export function pad(text: string, width: number, align: "left" | "right" = "left"): string {
  const blanks = " ".repeat(Math.max(0, width - displayWidth(text)));
  return align === "left" ? text + blanks : blanks + text;
}

/** A text without colors, cut to this width, with an ellipsis where something is missing. */
export function truncate(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  let [kept, used] = ["", 0];
  for (const { segment } of graphemes.segment(text)) {
    used += graphemeWidth(segment);
    if (used > width - 1) break;
    kept += segment;
  }
  return width > 0 ? `${kept}…` : "";
}

/** A text of the user's, safe to print: control characters, escape sequences among them, become visible. */
export const printable = (text: string | number): string =>
  String(text).replace(/\p{Cc}/gu, (control) =>
    String.fromCodePoint(controlPicture(control.codePointAt(0)!)),
  );

/** U+2400 … are pictures of the ASCII controls. */
const controlPicture = (code: number): number =>
  code < 0x20 ? 0x2400 + code : code === 0x7f ? 0x2421 : 0xfffd;

/** A text broken into lines of at most this width between words; a longer word has a line of its own. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && displayWidth(last) + 1 + displayWidth(word) <= width)
      lines[lines.length - 1] += ` ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** A text behind a head, broken into lines of at most `columns` that all begin where the first one does. */
export function hanging(head: string, text: string, columns: number): string[] {
  const indent = displayWidth(head);
  return wrap(text, columns - indent).map((line, k) => (k === 0 ? head : " ".repeat(indent)) + line);
}
