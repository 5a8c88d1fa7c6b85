import { isJson, type Place, places } from "./everyChange.js";
import type { Random } from "./mutation.js";

/** What to put where a value was, as JSON that need not come from `JSON.stringify`. */
const evil: readonly string[] = [
  ...[
    "null",
    "true",
    "false",
    "0",
    "-0",
    "1",
    "-1",
    "0.5",
    "1e999",
    "-1e999",
    "1e-999",
    "9007199254740993",
    "1e308",
  ],
  ...[
    "4294967296",
    "2147483647",
    "1e15",
    '""',
    '"a"',
    '"NaN"',
    '"Infinity"',
    '"-Infinity"',
    '"1"',
    '"__proto__"',
  ],
  ...[
    '"constructor"',
    '"toString"',
    '"\\ud800"',
    '"\\u0000"',
    "[]",
    "{}",
    "[[]]",
    "[null]",
    "[1,2,3]",
    '["a","a"]',
  ],
  ...[
    '{"__proto__":1}',
    '{"__proto__":{"formatVersion":1}}',
    '{"a":1,"a":2}',
    '{"length":3}',
    "NaN",
    "[1,]",
    "01",
  ],
  ...[
    '"F64"',
    '"I64"',
    '"[1]"',
    '"U8"',
    '"BOOL"',
    '"softmax"',
    '"sigmoid"',
    '"number"',
    '"one-hot"',
    '"text"',
    '"block"',
  ],
];

const keys = [
  "__proto__",
  "constructor",
  "toString",
  "",
  "formatVersion",
  "kind",
  "params",
  "weights",
  "a",
  "\\u0061",
];

/** JSON text with one value, key or object changed; strings that hold JSON are entered. */
export function mutateJson(text: string, random: Random): string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return `${text}${random.pick(evil)}`;
  }
  const all = places(value);
  if (all.length === 0) return random.pick(evil);
  const texts = all.filter(({ holder, key }) => isJson(holder[key]));
  const { holder, key } = random.pick(texts.length > 0 && random.chance(0.4) ? texts : all);
  const old = holder[key];
  if (isJson(old) && random.chance(0.9)) {
    holder[key] = mutateJson(old, random);
    return JSON.stringify(value);
  }
  return random.pick(changes)({ value, holder, key, random });
}

type Change = (at: Place & { readonly value: unknown; readonly random: Random }) => string;

const mark = "\u0001mark\u0001";
const marked = JSON.stringify(mark);

const replaceValue: Change = ({ value, holder, key, random }) => {
  holder[key] = mark;
  return JSON.stringify(value).replace(marked, () => nearby(holder[key], random) ?? random.pick(evil));
};

/** A number off by a little. */
const shiftNumber: Change = ({ value, holder, key, random }) => {
  holder[key] = nearby(holder[key], random) ?? mark;
  return JSON.stringify(value).replace(marked, () => random.pick(evil));
};

const nearby = (value: unknown, random: Random) =>
  typeof value === "number" ? value + random.pick([-8, -4, -1, 1, 4, 8, 0.5, 2 ** 31, 2 ** 53]) : undefined;

const deleteKey: Change = ({ value, holder, key }) => {
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else delete holder[key];
  return JSON.stringify(value);
};

const renameKey: Change = ({ value, holder, key, random }) => {
  if (Array.isArray(holder)) return deleteKey({ value, holder, key, random });
  holder[mark] = holder[key];
  delete holder[key];
  return JSON.stringify(value).replace(marked, () => `"${random.pick(keys)}"`);
};

const doubleKey: Change = ({ value, holder, key, random }) => {
  holder[key] = mark;
  const twice = Array.isArray(holder)
    ? `${random.pick(evil)},${random.pick(evil)}`
    : `${random.pick(evil)},${JSON.stringify(key)}:${random.pick(evil)}`;
  return JSON.stringify(value).replace(marked, () => twice);
};

const swapValues: Change = ({ value, holder, key, random }) => {
  const other = random.pick(places(value));
  [holder[key], other.holder[other.key]] = [other.holder[other.key], holder[key]];
  try {
    return JSON.stringify(value);
  } catch {
    return "{}"; // a part was put into itself
  }
};

const deepen: Change = ({ value, holder, key, random }) => {
  holder[key] = mark;
  const n = 1 + random.skewed(3000);
  return JSON.stringify(value).replace(marked, () =>
    random.chance(0.5) ? "[".repeat(n) + "]".repeat(n) : '{"a":'.repeat(n) + "0" + "}".repeat(n),
  );
};

const lengthen: Change = ({ value, holder, key, random }) => {
  const old = holder[key];
  const n = 1 + random.skewed(2000);
  holder[key] =
    typeof old === "string"
      ? old.repeat(n)
      : Array.isArray(old)
        ? Array(n).fill(old).flat().slice(0, n)
        : Array(n).fill(old);
  return JSON.stringify(value);
};

const changes: readonly Change[] = [
  ...[replaceValue, replaceValue, replaceValue, shiftNumber, shiftNumber, deleteKey, renameKey, doubleKey],
  ...[swapValues, deepen, lengthen],
];
