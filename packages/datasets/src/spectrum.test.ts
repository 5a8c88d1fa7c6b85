import { expect, it } from "vitest";
import { colorMatchingFunctions, coneResponses } from "./spectrum.js";

/** The CIE 1931 2° color-matching functions as tabulated (CIE 15, table T.4). */
const CIE_1931: Readonly<Record<number, readonly [number, number, number]>> = {
  450: [0.3362, 0.038, 1.77211],
  500: [0.0049, 0.323, 0.272],
  550: [0.43345, 0.99495, 0.00875],
  600: [1.0622, 0.631, 0.0008],
  650: [0.2835, 0.107, 0],
};

it.each(Object.entries(CIE_1931))("is within 0.06 of the CIE's table at %s nm", (wavelength, expected) => {
  for (const [k, value] of colorMatchingFunctions(Number(wavelength)).entries())
    expect(Math.abs(value - expected[k])).toBeLessThan(0.06);
});

it("weighs x̄, ȳ and z̄ equally over the spectrum, as the equal-energy white demands", () => {
  const sums = [0, 0, 0];
  for (let wavelength = 360; wavelength <= 830; wavelength++)
    for (const [k, value] of colorMatchingFunctions(wavelength).entries()) sums[k] += value;
  for (const sum of sums) expect(Math.abs(sum / 106.857 - 1)).toBeLessThan(0.01);
});

it("has cones that peak in the order of their names", () => {
  const wavelengths = Array.from({ length: 301 }, (_, i) => 400 + i);
  const [long, medium, short] = [0, 1, 2].map((k) => {
    const responses = wavelengths.map((wavelength) => coneResponses(wavelength)[k]);
    return wavelengths[responses.indexOf(Math.max(...responses))];
  });
  expect(short).toBeGreaterThan(430);
  expect(short).toBeLessThan(460);
  expect(medium).toBeGreaterThan(530);
  expect(medium).toBeLessThan(560);
  expect(long).toBeGreaterThan(medium);
  expect(long).toBeLessThan(590);
});
