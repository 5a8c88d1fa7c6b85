import type { NumberArray } from "../../dataset.js";

/** The types of number columns, each of which holds all numbers of those before it. */
const WIDTHS = [Uint8Array, Float32Array, Float64Array] as const;

/** The place of the array's type among them: 0 for bytes, 1 for float32, 2 for float64. */
export const widthOf = (values: NumberArray): number =>
  WIDTHS.findIndex((Values) => values instanceof Values);

/** The same numbers in the type at this place. */
export function ofWidth(values: NumberArray, width: number): NumberArray {
  const Values = WIDTHS[width];
  return values instanceof Values ? values : Values.from(values);
}

/** The numbers of the type at this place that these bytes are, which begin at a multiple of its size. */
export function numbersOver({ buffer, byteOffset, byteLength }: Uint8Array, width: number): NumberArray {
  const Values = WIDTHS[width];
  return new Values(buffer as ArrayBuffer, byteOffset, byteLength / Values.BYTES_PER_ELEMENT);
}
