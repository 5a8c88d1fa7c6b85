import { coneResponses } from "@softmax/datasets";
import type { Curve } from "../../figure/Plot.js";
import { type ColorState, names, peakOf } from "./color.js";

type Token = `--${string}`;

export const coneTokens: readonly Token[] = ["--red", "--green", "--class-0"];

const tokens: Readonly<Record<string, Token>> = {
  violet: "--class-6",
  blue: "--class-0",
  green: "--green",
  yellow: "--class-4",
  orange: "--class-1",
  red: "--red",
};
export const nameTokens: readonly Token[] = names.map((name) => tokens[name]);

/** How much each kind of cone responds to light of one wavelength, by its peak. */
export const coneCurves: readonly Curve<ColorState>[] = ["long", "medium", "short"].map((name, k) => {
  const peak = peakOf((wavelength) => coneResponses(wavelength)[k]);
  return {
    name: `${name} cones`,
    color: coneTokens[k],
    dashed: true,
    f: (wavelength) => coneResponses(wavelength)[k] / peak,
  };
});
