import type { NumberArray } from "./dataset.js";

/** A column that takes values as they are read, some rows at a time, and then gives one array. */
export interface GrowingColumn<Values> {
  append(values: NumberArray): void;
  /** All values; nothing may be appended behind that. */
  finish(): Values;
}

/**
 * Numbers in the first of bytes, float32 and float64 that holds all of them exactly, −0 and NaN too.
 *
 * @param Values the narrowest type to take
 */
export function growingNumbers(
  capacity: number,
  Values: new (length: number) => NumberArray = Uint8Array,
): GrowingColumn<NumberArray> {
  let values = new Values(capacity);
  let length = 0;
  return {
    append(more) {
      values = withRoom(values, length + more.length);
      for (let done = 0; (done += copyWhileExact(more, done, values, length + done)) < more.length; ) {
        const wider = new (values instanceof Uint8Array ? Float32Array : Float64Array)(values.length);
        wider.set(values.subarray(0, length + done));
        values = wider;
      }
      length += more.length;
    },
    finish: () => trimmed(values, length),
  };
}

/** Copies the values from `from` on, or those before the first that `into` would round; returns how many. */
function copyWhileExact(values: NumberArray, from: number, into: NumberArray, at: number): number {
  if (values.constructor === into.constructor || into instanceof Float64Array) {
    into.set(from === 0 ? values : values.subarray(from), at);
    return values.length - from;
  }
  for (let k = from; k < values.length; k++) {
    const value = values[k];
    into[at + k - from] = value;
    if (!Object.is(into[at + k - from], value)) return k - from;
  }
  return values.length - from;
}

/** Whole numbers, each below 2³¹: codes of strings. */
export function growingCodes(capacity: number): GrowingColumn<Int32Array> {
  let codes = new Int32Array(capacity);
  let length = 0;
  return {
    append(more) {
      codes = withRoom(codes, length + more.length);
      codes.set(more, length);
      length += more.length;
    },
    finish: () => trimmed(codes, length),
  };
}

/** The array, or a copy half as long again at least, that has room for `length` values. */
export function withRoom<A extends NumberArray | Int32Array>(array: A, length: number): A {
  if (length <= array.length) return array;
  const Values = array.constructor as new (length: number) => A;
  const larger = new Values(Math.max(length, Math.ceil(array.length * 1.5)));
  larger.set(array);
  return larger;
}

/** The first n elements, without holding on to much more memory than they take. */
function trimmed<A extends NumberArray | Int32Array>(array: A, n: number): A {
  return (array.length - n > n / 8 + 64 ? array.slice(0, n) : array.subarray(0, n)) as A;
}
