import { exp } from "@softmax/tensor-core/elementary";

/**
 * How the eye's three kinds of cone respond to light of one wavelength.
 *
 * The CIE 1931 color-matching functions x̄, ȳ, z̄ in the multi-lobe fit of Wyman, Sloan and Shirley ("Simple
 * analytic approximations to the CIE XYZ color matching functions", Journal of Computer Graphics Techniques
 * 2(2), 2013), taken to cone responses by the Hunt–Pointer–Estévez matrix, normalized to the equal-energy
 * white.
 */

/** Height, center and the two widths, below and above the center, of a lobe; nanometers. */
type Lobe = readonly [height: number, center: number, below: number, above: number];

const X: readonly Lobe[] = [
  [1.056, 599.8, 37.9, 31.0],
  [0.362, 442.0, 16.0, 26.7],
  [-0.065, 501.1, 20.4, 26.2],
];
const Y: readonly Lobe[] = [
  [0.821, 568.8, 46.9, 40.5],
  [0.286, 530.9, 16.3, 31.1],
];
const Z: readonly Lobe[] = [
  [1.217, 437.0, 11.8, 36.0],
  [0.681, 459.0, 26.0, 13.8],
];

/** Σ height · exp(−½ ((λ − center) / width)²). */
function lobes(wavelength: number, sum: readonly Lobe[]): number {
  return sum.reduce((total, [height, center, below, above]) => {
    const t = (wavelength - center) / (wavelength < center ? below : above);
    return total + height * exp(-0.5 * t * t);
  }, 0);
}

/**
 * x̄, ȳ, z̄ at a wavelength in nanometers; dimensionless, ȳ at most about 1, all near 0 outside 380 to 780.
 *
 * @see Wyman, Sloan and Shirley (2013), equation 4.
 * @example
 * colorMatchingFunctions(555).map((x) => x.toFixed(2)); // ["0.52", "1.00", "0.01"]
 */
export const colorMatchingFunctions = (wavelength: number): [number, number, number] => [
  lobes(wavelength, X),
  lobes(wavelength, Y),
  lobes(wavelength, Z),
];

/**
 * Responses of the long-, medium- and short-wavelength cones to unit light of this wavelength (nm);
 * dimensionless, such that light of equal energy at all wavelengths excites all three alike.
 *
 * @example
 * coneResponses(450).map((x) => x.toFixed(2)); // ["0.02", "0.04", "1.78"], a blue
 */
export function coneResponses(wavelength: number): [number, number, number] {
  const [x, y, z] = colorMatchingFunctions(wavelength);
  return [0.38971 * x + 0.68898 * y - 0.07868 * z, -0.22981 * x + 1.1834 * y + 0.04641 * z, z];
}
