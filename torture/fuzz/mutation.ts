import type { randomOf } from "../harness/random.mjs";

export type Random = ReturnType<typeof randomOf>;

/** Makes another input of one; `other` gives another valid one of the format. */
export type Mutate = (bytes: Uint8Array, random: Random, other: () => Uint8Array) => Uint8Array;

/** Bytes as a string of as many characters, in which patterns can be found, and back. */
export const latin = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1");
export const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(text, "latin1"));

/** UTF-8 in such a string. */
export const utf8 = (text: string): string => Buffer.from(text).toString("latin1");
