import { encodeNpy } from "@softmax/tensor-core";

const encoder = new TextEncoder();

/** Whole numbers from 0 up to, not including, `n`; the same ones every time. */
function generator() {
  let state = 1;
  return (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
}

/** Text of about `size` bytes: a head, then lines. */
function text(size, head, line) {
  const below = generator();
  const bytes = new Uint8Array(size + 100_000);
  let at = encoder.encodeInto(head, bytes).written;
  while (at < size) at += encoder.encodeInto(line(below), bytes.subarray(at)).written;
  return bytes.subarray(0, at);
}

const list = (length, of) => Array.from({ length }, (_, k) => of(k));

/** Fashion-MNIST as CSV: a label and 784 pixels, 0 at both sides of something. */
export const pixelsCsv = (size) =>
  text(size, `label,${list(784, (j) => `pixel${j + 1}`)}\n`, (below) => {
    const lines = list(28, () => {
      const margin = below(14);
      return list(28, (x) => (x < margin || x >= 28 - margin ? 0 : below(256)));
    });
    return `${below(10)},${lines}\n`;
  });

/** Eight bits at random in 3,072 columns: no run of equal numbers helps. */
export const noiseCsv = (size) =>
  text(size, `label,${list(3072, (j) => `pixel${j + 1}`)}\n`, (below) => {
    return `${below(10)},${list(3072, () => below(256))}\n`;
  });

/** Twenty measurements of 6 to 17 digits and a class. */
export const floatsCsv = (size) =>
  text(size, `${list(20, (j) => `x${j + 1}`)},label\n`, (below) => {
    const number = () =>
      ((below(2 ** 30) - 2 ** 29) / 1e7 + below(2 ** 30) * 1e-18).toPrecision(6 + below(12));
    return `${list(20, number)},${below(3)}\n`;
  });

const WORDS = ["red", "green", "blue", "cyan", "magenta", "yellow", "black", "white"];

/** Categories, quoted text with doubled quotes and line ends, whole and decimal numbers. */
export const mixedCsv = (size) =>
  text(size, "id,color,size,comment,price,shop,label\n", (below) => {
    const words = list(4 + below(8), () => WORDS[below(8)]);
    const comment = below(3) === 0 ? `"a ""${words.join(" ")}"", ${words.join("\n")}"` : words.join(" ");
    return `${below(1e6)},${WORDS[below(8)]},"${WORDS[below(8)]}, large",${comment},${below(1e5) / 100},shop ${below(500)},${WORDS[below(3)]}\n`;
  });

/** Rows of 90 tf-idf weights among 50,000 features. */
export const svmlight = (size) =>
  text(size, "", (below) => {
    let index = 0;
    const entries = list(90, () => `${(index += 1 + below(1100))}:${(below(1e6) / 1e6).toFixed(6)}`);
    return `${below(20)} ${entries.join(" ")}\n`;
  });

/** Ten numbers and a class a line. */
export const ndjson = (size) =>
  text(size, "", (below) => {
    const record = Object.fromEntries(list(10, (j) => [`feature${j}`, below(1e6) / 1000]));
    return `${JSON.stringify({ ...record, label: WORDS[below(3)] })}\n`;
  });

/** MNIST's images, without labels. */
export function idx(size) {
  const n = Math.floor(size / 784);
  const bytes = new Uint8Array(16 + n * 784).fill(7);
  bytes.set([0, 0, 8, 3]);
  const header = new DataView(bytes.buffer);
  for (const [axis, extent] of [n, 28, 28].entries()) header.setUint32(4 + 4 * axis, extent);
  return bytes;
}

/** CIFAR-10's records, all of class 7. */
export const cifar = (size) => new Uint8Array(Math.floor(size / 3073) * 3073).fill(7);

/** A float32 array of 784 columns. */
export function npy(size) {
  const n = Math.floor(size / (4 * 784));
  return encodeNpy({ dtype: "float32", shape: [n, 784], data: new Float32Array(n * 784).fill(0.5) });
}
