import { mutateBytes } from "./mutateBytes.js";
import { bytesOf, latin, type Mutate, type Random, utf8 } from "./mutation.js";

/** Fields that mean something to some reader, or nothing to any. */
const evil: readonly string[] = [
  ...[
    "",
    " ",
    "0",
    "-0",
    "1",
    "-1",
    "+1",
    "1.",
    ".5",
    ".",
    "-",
    "+",
    "e",
    "1e",
    "1e5",
    "1e999",
    "-1e999",
    "1e-999",
  ],
  ...[
    "NaN",
    "nan",
    "inf",
    "Infinity",
    "-inf",
    "NA",
    "N/A",
    "null",
    "?",
    "true",
    "0x10",
    "1_000",
    "1,5",
    "01",
  ],
  ...[
    "9007199254740993",
    "18446744073709551616",
    "2147483648",
    "4294967296",
    "0".repeat(400),
    "9".repeat(400),
  ],
  ...["__proto__", "constructor", "toString", "hasOwnProperty", "length", "label", "class", "train", "test"],
  ...[
    '"',
    '""',
    '"""',
    '"a',
    'a"',
    '"a\nb"',
    "'",
    "\\",
    "\\u0000",
    "{}",
    "[]",
    "{",
    "[",
    ":",
    "1:1",
    "0:1",
    "qid:1",
  ],
  ...["\0", "\x1a", "\x7f", "\xff", "\xc0\x80", "\xed\xa0\x80", "\xf5\x80\x80\x80", "\x80", "\xe2\x82"],
  ...["\ufeff", "é", "😀", "\u2028", "\u202e", "ﷺ", "ı", "İ"].map(utf8),
  ...[
    "1:2:3",
    "-1:1",
    "1:",
    ":1",
    "2147483647:1",
    "2147483648:1",
    "99999999999:1",
    "#",
    "# c",
    "qid:",
    "1:nan",
  ],
  "150,4,setosa,versicolor",
];

const token = /[^\s,;|:"{}[\]]+/g;
const marks = [",", ";", "\t", "|", "\n", "\r\n", "\r", '"', " ", ":", "\n\n", "\0"];

type Change = (text: string, random: Random) => string;

/** A match of the pattern, or the empty place at the end where there is none. */
function found(text: string, pattern: RegExp, random: Random): { at: number; length: number } {
  const matches = [...text.matchAll(pattern)];
  if (matches.length === 0) return { at: text.length, length: 0 };
  const match = random.pick(matches);
  return { at: match.index, length: match[0].length };
}

const replace = (text: string, { at, length }: { at: number; length: number }, by: string): string =>
  text.slice(0, at) + by + text.slice(at + length);

const evilToken: Change = (text, random) => replace(text, found(text, token, random), random.pick(evil));

const evilMark: Change = (text, random) =>
  replace(text, found(text, /[,;|\t:"]|\r?\n/g, random), random.pick(marks));

const manyMarks: Change = (text, random) => {
  const { at } = found(text, /[,;|\t:"]|\r?\n/g, random);
  return replace(text, { at, length: 0 }, random.pick(marks).repeat(1 + random.skewed(3000)));
};

const longToken: Change = (text, random) =>
  replace(text, found(text, token, random), random.pick(evil).repeat(1 + random.skewed(300)));

const lines = (text: string): string[] => text.split(/(?<=\n)/);

const repeatLine: Change = (text, random) => {
  const all = lines(text);
  const at = random.below(all.length);
  all.splice(at, 0, ...Array(1 + random.skewed(100)).fill(all[at]));
  return all.join("");
};

const dropLine: Change = (text, random) => {
  const all = lines(text);
  all.splice(random.below(all.length), 1);
  return all.join("");
};

const moveLine: Change = (text, random) => {
  const all = lines(text);
  const [line] = all.splice(random.below(all.length), 1);
  all.splice(random.below(all.length + 1), 0, line);
  return all.join("");
};

const everyLineEnd: Change = (text, random) =>
  text.replace(/\r?\n/g, random.pick(["\r\n", "\r", "\n\n", "\0"]));

const everyMark: Change = (text, random) => text.replaceAll(",", random.pick(marks));

const otherEncoding: Change = (text, random) => {
  const [mark, encoding] = random.pick([
    ["\xef\xbb\xbf", "latin1"],
    ["\xff\xfe", "utf16le"],
    ["\xfe\xff", "utf16be"],
  ] as const);
  if (encoding === "latin1") return mark + text;
  const recoded = Buffer.from(text, "utf16le");
  return mark + (encoding === "utf16be" ? recoded.swap16() : recoded).toString("latin1");
};

const deep: Change = (text, random) => {
  const n = 1 + random.skewed(2000);
  const [open, close] = random.pick(["[]", "{}"]);
  const nested = open === "[" ? "[".repeat(n) + "]".repeat(n) : '{"a":'.repeat(n) + "1" + close.repeat(n);
  return replace(text, found(text, token, random), nested);
};

const changes: readonly Change[] = [
  ...[evilToken, evilToken, evilToken, evilMark, evilMark, manyMarks, longToken],
  ...[repeatLine, dropLine, moveLine, everyLineEnd, everyMark, otherEncoding, deep],
];

/** Text with other fields, marks, lines or encoding; now and then with other bytes. */
export const mutateText: Mutate = (bytes, random, other) =>
  random.chance(0.2)
    ? mutateBytes(bytes, random, other)
    : bytesOf(random.pick(changes)(latin(bytes), random));
