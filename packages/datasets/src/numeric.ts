/** No digit can belong to either of two parts: time would grow with the square of a long text's length. */
const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

/** Whether all of the text is a number as `scanDecimal` reads it, with this decimal mark. */
export const isNumeric = (text: string, point = "."): boolean =>
  NUMBER.test(point === "." ? text : text.replace(point, "."));
