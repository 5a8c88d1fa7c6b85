import { cos, log, sin } from "./elementary.js";

/**
 * Random numbers as pure functions of a key: nothing is consumed, nothing advances, so that element i of
 * epoch e can be had again without replaying what came before, and a checkpoint needs only counters.
 *
 * The generator is Threefry2x32 with 20 rounds (Salmon, Moraes, Dror and Shaw, "Parallel random numbers:
 * as easy as 1, 2, 3", SC 2011): a keyed bijection of 64-bit counters that passes BigCrush. The counter's
 * first word says what the block is for, so that keys derived from a key never meet its numbers.
 */

/** Two 32-bit words: plain data, safe to store as JSON. */
export type RandomKey = readonly [number, number];

const VALUES = 0x4000_0000;
const TEXT = 0x8000_0000;

/**
 * The key of a seed and, where given, of a stream within it: `random(seed, a, b)` is
 * `fold(fold(random(seed), a), b)`. Name the purpose, so that two uses of a seed do not share numbers.
 *
 * @param seed an integer from 0 to 2⁵³ − 1
 * @param stream integers from 0 to 2⁵³ − 1, or strings
 * @throws RangeError for a negative, fractional or unsafe number
 * @example
 * for (let epoch = 0; epoch < 3; epoch++) {
 *   const order = permutation(random(7, "shuffle", epoch), 150); // the rows of this epoch, in its order
 * }
 */
export function random(seed: number, ...stream: readonly (number | string)[]): RandomKey {
  assertCounter("random", seed);
  return stream.reduce<RandomKey>(fold, [Math.floor(seed / 2 ** 32), seed >>> 0]);
}

/**
 * A new key from a key and a number or a string; different data give unrelated keys.
 *
 * @throws RangeError for a negative, fractional or unsafe number
 */
export function fold(key: RandomKey, data: number | string): RandomKey {
  if (typeof data === "string") return foldText(key, data);
  assertCounter("fold", data);
  return foldWords(key, Math.floor(data / 2 ** 32), data);
}

/**
 * `count` unrelated keys from one: key i is `fold(key, i)`.
 *
 * @example
 * const [forWeights, forNoise] = split(random(7), 2);
 */
export function split(key: RandomKey, count: number): RandomKey[] {
  return Array.from({ length: count }, (_, i) => fold(key, i));
}

/**
 * `length` independent numbers, uniform on [0, 1), each a multiple of 2⁻⁵³. Element i does not depend on
 * `length`.
 *
 * @example
 * uniform(random(1), 2); // [0.5278, 0.6829]
 */
export function uniform(key: RandomKey, length: number): Float64Array {
  const block = new Uint32Array(2);
  return Float64Array.from({ length }, (_, i) => uniformAt(key, i, block));
}

/**
 * `length` independent standard normal numbers (mean 0, variance 1), by Box and Muller's transform:
 * √(−2 ln(1 − u)) · (cos 2πv, sin 2πv). Element i does not depend on `length`.
 */
export function normal(key: RandomKey, length: number): Float64Array {
  const block = new Uint32Array(2);
  const values = new Float64Array(length);
  for (let i = 0; i < length; i += 2) {
    const radius = Math.sqrt(-2 * log(1 - uniformAt(key, i, block)));
    const angle = 2 * Math.PI * uniformAt(key, i + 1, block);
    values[i] = radius * cos(angle);
    if (i + 1 < length) values[i + 1] = radius * sin(angle);
  }
  return values;
}

/**
 * `length` independent integers, uniform on 0 … below − 1, without bias (surplus values are rejected, not
 * folded over). Element i does not depend on `length`.
 *
 * @param below an integer from 1 to 2³¹
 * @throws RangeError for any other `below`
 */
export function integers(key: RandomKey, length: number, below: number): Int32Array {
  if (!Number.isInteger(below) || below < 1 || below > 2 ** 31)
    throw new RangeError(`integers: below is ${below}; expected an integer from 1 to 2147483648`);
  const block = new Uint32Array(2);
  return Int32Array.from({ length }, (_, i) => integerAt(key, i, below, block));
}

/**
 * The numbers 0 … length − 1 in random order, every order equally likely (Fisher and Yates).
 *
 * @example
 * permutation(random(7, "shuffle", 0), 5); // [1, 3, 4, 2, 0]
 */
export function permutation(key: RandomKey, length: number): Int32Array {
  const block = new Uint32Array(2);
  const order = Int32Array.from({ length }, (_, i) => i);
  for (let i = length - 1; i > 0; i--) {
    const j = integerAt(key, i, i + 1, block);
    const kept = order[i];
    order[i] = order[j];
    order[j] = kept;
  }
  return order;
}

/**
 * out ← Threefry2x32-20 of counter (c0, c1) under the key: the bare generator, as published. Its four
 * rotation groups of five rounds are written out in pairs.
 */
export function threefry2x32(key: RandomKey, c0: number, c1: number, out: Uint32Array): void {
  const k0 = key[0] | 0;
  const k1 = key[1] | 0;
  const k2 = 0x1bd11bda ^ k0 ^ k1;
  let x0 = (c0 + k0) | 0;
  let x1 = (c1 + k1) | 0;
  for (let group = 0; group < 5; group++) {
    const [a, b, c, d] = group % 2 === 0 ? EVEN_ROTATIONS : ODD_ROTATIONS;
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << a) | (x1 >>> (32 - a))) ^ x0;
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << b) | (x1 >>> (32 - b))) ^ x0;
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << c) | (x1 >>> (32 - c))) ^ x0;
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << d) | (x1 >>> (32 - d))) ^ x0;
    const turn = (group + 1) % 3;
    x0 = (x0 + (turn === 0 ? k0 : turn === 1 ? k1 : k2)) | 0;
    x1 = (x1 + (turn === 0 ? k1 : turn === 1 ? k2 : k0) + group + 1) | 0;
  }
  out[0] = x0;
  out[1] = x1;
}

const EVEN_ROTATIONS = [13, 15, 26, 6] as const;
const ODD_ROTATIONS = [17, 29, 16, 24] as const;

function uniformAt(key: RandomKey, i: number, block: Uint32Array): number {
  threefry2x32(key, VALUES, i, block);
  return ((block[0] >>> 5) * 2 ** 26 + (block[1] >>> 6)) / 2 ** 53;
}

/** Tries word after word until one falls below the largest multiple of `below`. */
function integerAt(key: RandomKey, i: number, below: number, block: Uint32Array): number {
  const limit = 2 ** 32 - (2 ** 32 % below);
  for (let attempt = 0; ; attempt++) {
    threefry2x32(key, VALUES + attempt, i, block);
    if (block[0] < limit) return block[0] % below;
    if (block[1] < limit) return block[1] % below;
  }
}

function foldText(key: RandomKey, text: string): RandomKey {
  let folded = foldWords(key, TEXT, text.length);
  for (let i = 0; i < text.length; i++) folded = foldWords(folded, TEXT + 1, text.charCodeAt(i));
  return folded;
}

function foldWords(key: RandomKey, c0: number, c1: number): RandomKey {
  const block = new Uint32Array(2);
  threefry2x32(key, c0, c1, block);
  return [block[0], block[1]];
}

function assertCounter(place: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 0)
    throw new RangeError(`${place}: got ${value}; expected an integer from 0 to 9007199254740991`);
}
