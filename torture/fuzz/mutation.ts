import type { randomOf } from "../harness/random.mjs";

export type Random = ReturnType<typeof randomOf>;

/** Makes another input of one; `other` gives another valid one of the format. */
export type Mutate = (bytes: Uint8Array, random: Random, other: () => Uint8Array) => Uint8Array;

/** Bytes as a string of as many characters, in which patterns can be found, and back. */
export const latin = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1");
export const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(text, "latin1"));

/** UTF-8 in such a string. */
export const utf8 = (text: string): string => Buffer.from(text).toString("latin1");

/** Some mutations multiply; an input that has grown so much is not changed any more, and one beyond `LONGEST` is cut. */
const LONG = 2 ** 15;
const LONGEST = 2 ** 18;

/** A seed of a reader, mutated up to seven times. */
export function inputOf(
  reader: { readonly seeds: readonly Uint8Array[]; readonly mutate: Mutate },
  random: Random,
): Uint8Array {
  const other = () => random.pick(reader.seeds as Uint8Array[]);
  let bytes = other();
  for (let k = random.skewed(6); k >= 0 && bytes.length < LONG; k--)
    bytes = reader.mutate(bytes, random, other);
  return bytes.subarray(0, LONGEST);
}
