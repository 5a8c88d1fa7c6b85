import type { Random } from "./mutation.js";

/** Bytes changed without an idea of what they mean. */
export function mutateBytes(bytes: Uint8Array, random: Random, other: () => Uint8Array): Uint8Array {
  return random.pick(mutations)(bytes, random, other);
}

/** Places where formats keep sizes are near the ends. */
function place({ length }: Uint8Array, random: Random): number {
  if (length === 0) return 0;
  const near = Math.min(length, 64);
  switch (random.below(4)) {
    case 0:
      return random.below(near);
    case 1:
      return length - 1 - random.below(near);
    default:
      return random.below(length);
  }
}

type Mutation = (bytes: Uint8Array, random: Random, other: () => Uint8Array) => Uint8Array;

const flipBit: Mutation = (bytes, random) => {
  const changed = bytes.slice();
  if (changed.length > 0) changed[place(bytes, random)] ^= 1 << random.below(8);
  return changed;
};

const interestingBytes = [0, 1, 0x7f, 0x80, 0xff, 0x0a, 0x0d, 0x22, 0x2c, 0x3a, 0x7b, 0x5b, 0x20, 0x2d, 0x2e];

const setByte: Mutation = (bytes, random) => {
  const changed = bytes.slice();
  const byte = random.chance(0.5) ? random.pick(interestingBytes) : random.below(256);
  if (changed.length > 0) changed[place(bytes, random)] = byte;
  return changed;
};

/** A whole number of 1, 2, 4 or 8 bytes, either end first, that is likely to be too much, too little or off by one. */
const setNumber: Mutation = (bytes, random) => {
  const width = random.pick([1, 2, 4, 8]);
  if (bytes.length < width) return bytes;
  const changed = bytes.slice();
  const view = new DataView(changed.buffer);
  const at = Math.min(place(bytes, random), bytes.length - width);
  const little = random.chance(0.5);
  const first = little ? at : at + width - 1;
  const value = random.pick([
    0n,
    1n,
    -1n,
    1n << BigInt(8 * width - 1),
    (1n << BigInt(8 * width - 1)) - 1n,
    BigInt(bytes.length),
    BigInt(changed[first] + 1),
    BigInt(changed[first]) - 1n,
    BigInt(random.bits()) << BigInt(8 * random.below(5)),
  ]);
  for (let k = 0; k < width; k++)
    view.setUint8(little ? at + k : at + width - 1 - k, Number((value >> BigInt(8 * k)) & 255n));
  return changed;
};

const range = (bytes: Uint8Array, random: Random): [number, number] => {
  const from = place(bytes, random);
  return [from, Math.min(bytes.length, from + 1 + random.skewed(bytes.length))];
};

const remove: Mutation = (bytes, random) => {
  const [from, to] = range(bytes, random);
  return joined(bytes.subarray(0, from), bytes.subarray(to));
};

const repeat: Mutation = (bytes, random) => {
  const [from, to] = range(bytes, random);
  const part = bytes.subarray(from, to);
  const times = 1 + random.skewed(Math.min(64, Math.ceil(4096 / (part.length + 1))));
  return joined(bytes.subarray(0, to), ...Array.from({ length: times }, () => part), bytes.subarray(to));
};

const insert: Mutation = (bytes, random) => {
  const at = place(bytes, random);
  const more = Uint8Array.from({ length: 1 + random.skewed(32) }, () => random.below(256));
  return joined(bytes.subarray(0, at), more, bytes.subarray(at));
};

const fill: Mutation = (bytes, random) => {
  const [from, to] = range(bytes, random);
  return bytes.slice().fill(random.pick([0, 0xff, 0x80, 0x20, 0x30]), from, to);
};

const cut: Mutation = (bytes, random) => bytes.slice(0, place(bytes, random));

const swap: Mutation = (bytes, random) => {
  const [from, to] = range(bytes, random);
  const into = place(bytes, random);
  const rest = joined(bytes.subarray(0, from), bytes.subarray(to));
  return joined(rest.subarray(0, into), bytes.subarray(from, to), rest.subarray(into));
};

const append: Mutation = (bytes, _, other) => joined(bytes, other());

/** The beginning of this and the end of another. */
const splice: Mutation = (bytes, random, other) => {
  const end = other();
  return joined(bytes.subarray(0, place(bytes, random)), end.subarray(place(end, random)));
};

const mutations: readonly Mutation[] = [
  flipBit,
  flipBit,
  setByte,
  setByte,
  setNumber,
  setNumber,
  setNumber,
  remove,
  repeat,
  insert,
  fill,
  cut,
  swap,
  append,
  splice,
];

export function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
