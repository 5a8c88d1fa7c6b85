import { colorMatchingFunctions, coneResponses } from "@softmax/datasets";

/*
 * Light as its power S(λ) at wavelengths λ in nanometers, shaped by a few knots with straight lines between them, and
 * what the eye and the screen make of it.
 */

export const range = [380, 720] as const;
const pace = 5;
export const wavelengths = Array.from(
  { length: (range[1] - range[0]) / pace + 1 },
  (_, i) => range[0] + pace * i,
);

export const knots = Array.from({ length: 13 }, (_, k) => 400 + 25 * k);

/** S(λ) between knots of these heights; 0 beyond the first and the last. */
export function powerAt(heights: readonly number[], wavelength: number): number {
  const place = (wavelength - knots[0]) / (knots[1] - knots[0]);
  const k = Math.min(Math.floor(place), knots.length - 2);
  if (place < 0 || place > knots.length - 1) return 0;
  return heights[k] + (place - k) * (heights[k + 1] - heights[k]);
}

/** The share of the light's power at each of `wavelengths`; all 0 in the dark. */
export function shares(heights: readonly number[]): number[] {
  const power = wavelengths.map((each) => powerAt(heights, each));
  const total = power.reduce((sum, each) => sum + each, 0);
  return total === 0 ? power : power.map((each) => each / total);
}

/** What share of the power lies from one wavelength to the other. */
export const shareBetween = (heights: readonly number[], from: number, to: number): number =>
  shares(heights).reduce(
    (sum, each, i) => sum + (wavelengths[i] >= from && wavelengths[i] <= to ? each : 0),
    0,
  );

export type Triple = readonly [number, number, number];

/** Σ_λ share(λ) · response(λ): what three receptors report of light of power 1. */
const summed = (heights: readonly number[], response: (wavelength: number) => Triple): Triple => {
  const light = shares(heights);
  const sum = [0, 0, 0];
  for (const [i, wavelength] of wavelengths.entries())
    for (const [k, each] of response(wavelength).entries()) sum[k] += light[i] * each;
  return [sum[0], sum[1], sum[2]];
};

/** Responses of the long, medium and short cones, x. */
export const conesOf = (heights: readonly number[]): Triple => summed(heights, coneResponses);

/** How a screen shows this light, as bright as the screen can. */
export const shownAs = (heights: readonly number[]): string =>
  toScreen(summed(heights, colorMatchingFunctions));

/**
 * How a screen shows light of one wavelength, likewise. Below 420 and above 680 nm hues hardly change, but the tails of
 * the fitted curves do: there it is the color at these ends.
 */
export const spectralColor = (wavelength: number): string =>
  toScreen(colorMatchingFunctions(Math.min(680, Math.max(420, wavelength))));

/**
 * CIE XYZ to sRGB (IEC 61966-2-1:1999), scaled so that the largest component is 1. What lies outside of a screen's
 * colors, as all spectral light does, is cut off at 0.
 */
function toScreen([x, y, z]: Triple): string {
  const linear = [
    3.2406 * x - 1.5372 * y - 0.4986 * z,
    -0.9689 * x + 1.8758 * y + 0.0415 * z,
    0.0557 * x - 0.204 * y + 1.057 * z,
  ];
  const most = Math.max(...linear);
  const encode = (value: number) => {
    const v = most > 0 ? Math.max(0, value / most) : 0;
    return Math.round(255 * (v <= 0.0031308 ? 12.92 * v : 1.055 * v ** (1 / 2.4) - 0.055));
  };
  return `rgb(${linear.map(encode).join(" ")})`;
}
