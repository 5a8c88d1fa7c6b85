import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";

const { document } = parseHTML("<html></html>");

/**
 * A plot that Jupyter shows: `Plot.plot` in a document of its own, as SVG on white, so that it can be read in dark
 * notebooks too. Legends are marks here (`Plot.text`, `Plot.tip`), for Plot's own are HTML.
 */
export function figure(options: Plot.PlotOptions) {
  const svg = Plot.plot({
    document,
    marginBottom: 42,
    style: { background: "white", color: "#1d2430", fontSize: "12px" },
    ...options,
  });
  svg.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  return { [Symbol.for("Jupyter.display")]: () => ({ "image/svg+xml": svg.outerHTML }) };
}

/** Red, green, blue and gray that people with any color vision can tell apart, the classes of every notebook. */
export const colors = { red: "#c8372d", green: "#1f8a5b", blue: "#3b66c4", gray: "#8a93a3" };

/** `count` numbers evenly from `from` to `to`, both included. */
export const range = (from: number, to: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));

/** Every pair of such numbers, for a map of the plane. */
export const grid = (from: number, to: number, count: number): [number, number][] =>
  range(from, to, count).flatMap((y) => range(from, to, count).map((x): [number, number] => [x, y]));
