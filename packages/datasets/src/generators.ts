import { normal, random, uniform } from "@softmax/tensor-core";
import { cos, sin } from "@softmax/tensor-core/elementary";
import type { Dataset } from "./dataset.js";
import { coneResponses } from "./spectrum.js";

/** What every generator takes. The same options give the same samples on every machine. */
export interface GeneratorOptions {
  /** Default 300. Sample i is of class i mod C, so that the classes' sizes differ by one at most. */
  readonly nSamples?: number;
  /** Start of the random choices, a whole number; default 0. */
  readonly seed?: number;
}

export interface NoiseOptions extends GeneratorOptions {
  /** Standard deviation of the normal noise added to both coordinates. */
  readonly noise?: number;
}

export interface ClassesOptions extends NoiseOptions {
  /** Default 3. */
  readonly nClasses?: number;
}

/**
 * Round clouds around C points evenly spaced on a circle of radius 4; noise 1.
 *
 * Every generator here yields number columns `x1`, `x2` and `label` (0 … C − 1).
 *
 * @example
 * blobs({ nSamples: 90, nClasses: 3, seed: 1 }).nSamples; // 90
 */
export function blobs({ nClasses = 3, noise = 1, ...options }: ClassesOptions = {}): Dataset {
  return onPlane("blobs", nClasses, noise, options, (c) => polar(4, c / nClasses));
}

/** Circles of radius 1, 2, … around the origin, one a class (2 by default); noise 0.15. */
export function rings({ nClasses = 2, noise = 0.15, ...options }: ClassesOptions = {}): Dataset {
  return onPlane("rings", nClasses, noise, options, (c, t) => polar(c + 1, t));
}

/** Two half circles: (cos πt, sin πt) and (1 − cos πt, ½ − sin πt), t uniform on [0, 1); noise 0.15. */
export function moons({ noise = 0.15, ...options }: NoiseOptions = {}): Dataset {
  return onPlane("moons", 2, noise, options, (c, t) => {
    const [x, y] = polar(1, t / 2);
    return c === 0 ? [x, y] : [1 - x, 0.5 - y];
  });
}

/** C arms that wind three quarters of a turn from the center to radius 1; noise 0.03. */
export function spirals({ nClasses = 3, noise = 0.03, ...options }: ClassesOptions = {}): Dataset {
  return onPlane("spirals", nClasses, noise, options, (c, t) => polar(t, c / nClasses + 0.75 * t));
}

/** Uniform on the square [−1, 1]²; class 1 where both coordinates have the same sign; no noise. */
export function xor({ noise = 0, ...options }: NoiseOptions = {}): Dataset {
  return onPlane("xor", 2, noise, options, (c, t, u) => {
    const x = 2 * t - 1;
    return [x, (c === 1) === x >= 0 ? u : -u];
  });
}

/** Spectral colors and where they end, in nanometers; the first begins at 400. */
const SPECTRAL_COLORS = [
  ["violet", 450],
  ["blue", 490],
  ["green", 565],
  ["yellow", 590],
  ["orange", 625],
  ["red", 680],
] as const;

/**
 * What the three kinds of cone make of pure spectral light: number columns `long`, `medium`, `short` and the
 * string column `color`. The wavelength is uniform over its color's range, the brightness uniform on
 * [½, 1½), and each response carries 2 % of normal noise. See `spectrum.ts` for the response curves.
 */
export function colorMatching({ nSamples = 300, seed = 0 }: GeneratorOptions = {}): Dataset {
  const u = uniform(random(seed, "color-matching", "light"), 2 * nSamples);
  const e = normal(random(seed, "color-matching", "noise"), 3 * nSamples);
  const codes = Int32Array.from({ length: nSamples }, (_, i) => i % SPECTRAL_COLORS.length);
  const responses = ["long", "medium", "short"].map((name) => {
    return { kind: "number" as const, name, values: new Float64Array(nSamples) };
  });
  for (const [i, c] of codes.entries()) {
    const from = c === 0 ? 400 : SPECTRAL_COLORS[c - 1][1];
    const light = coneResponses(from + u[2 * i] * (SPECTRAL_COLORS[c][1] - from));
    const brightness = 0.5 + u[2 * i + 1];
    for (const [k, { values }] of responses.entries())
      values[i] = brightness * light[k] * (1 + 0.02 * e[3 * i + k]);
  }
  const categories = SPECTRAL_COLORS.map(([color]) => color);
  const label = { kind: "string" as const, name: "color", codes, categories };
  return { name: "color-matching", nSamples, columns: [...responses, label], label: "color" };
}

/** The point at this distance from the origin, `turns` turns from the first axis. */
const polar = (radius: number, turns: number): [number, number] => [
  radius * cos(2 * Math.PI * turns),
  radius * sin(2 * Math.PI * turns),
];

/** Points place(class, t, u) of the plane, t and u uniform on [0, 1), plus normal noise. */
function onPlane(
  name: string,
  nClasses: number,
  noise: number,
  { nSamples = 300, seed = 0 }: GeneratorOptions,
  place: (c: number, t: number, u: number) => readonly [number, number],
): Dataset {
  const t = uniform(random(seed, name, "place"), 2 * nSamples);
  const e = normal(random(seed, name, "noise"), 2 * nSamples);
  const [x1, x2, label] = ["x1", "x2", "label"].map((column) => {
    return { kind: "number" as const, name: column, values: new Float64Array(nSamples) };
  });
  for (let i = 0; i < nSamples; i++) {
    const c = i % nClasses;
    const [a, b] = place(c, t[2 * i], t[2 * i + 1]);
    x1.values[i] = a + noise * e[2 * i];
    x2.values[i] = b + noise * e[2 * i + 1];
    label.values[i] = c;
  }
  return { name, nSamples, columns: [x1, x2, label], label: "label" };
}
