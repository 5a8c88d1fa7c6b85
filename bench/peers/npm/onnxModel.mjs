/**
 * An ONNX file of P = softmax(X Wᵀ + b): Gemm and Softmax, float32, any number of rows.
 * @see https://github.com/onnx/onnx/blob/main/onnx/onnx.proto, whose field numbers these are
 */
export function linearSoftmaxModel({ weights, bias, C, d }) {
  const graph = [
    ...node("Gemm", ["X", "W", "b"], ["Z"], [integerAttribute("transB", 1)]),
    ...node("Softmax", ["Z"], ["P"], [integerAttribute("axis", 1)]),
    ...text(2, "linear softmax"),
    ...message(5, initializer("W", weights, [C, d])),
    ...message(5, initializer("b", bias, [C])),
    ...message(11, valueInfo("X", d)),
    ...message(12, valueInfo("P", C)),
  ];
  return Uint8Array.from([
    ...varint(1, 8),
    ...message(7, graph),
    ...message(8, [...text(1, ""), ...varint(2, 17)]),
  ]);
}

const FLOAT = 1;
const INT = 2;

const number = (value) =>
  value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...number(Math.floor(value / 128))];
const varint = (field, value) => [...number(field << 3), ...number(value)];
const message = (field, bytes) => [...number((field << 3) | 2), ...number(bytes.length), ...bytes];
const text = (field, value) => message(field, [...new TextEncoder().encode(value)]);

const node = (operator, inputs, outputs, attributes) =>
  message(1, [
    ...inputs.flatMap((name) => text(1, name)),
    ...outputs.flatMap((name) => text(2, name)),
    ...text(4, operator),
    ...attributes.flatMap((attribute) => message(5, attribute)),
  ]);

const integerAttribute = (name, value) => [...text(1, name), ...varint(3, value), ...varint(20, INT)];

const initializer = (name, values, shape) => [
  ...shape.flatMap((extent) => varint(1, extent)),
  ...varint(2, FLOAT),
  ...text(8, name),
  ...message(9, [...new Uint8Array(values.buffer, values.byteOffset, values.byteLength)]),
];

/** A float matrix [rows, width] whose number of rows is open. */
const valueInfo = (name, width) => {
  const shape = [...message(1, text(2, "rows")), ...message(1, varint(1, width))];
  return [...text(1, name), ...message(2, message(1, [...varint(1, FLOAT), ...message(2, shape)]))];
};
