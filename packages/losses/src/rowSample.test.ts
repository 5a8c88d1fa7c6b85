import { random, uniform } from "@softmax/tensor-core";
import { describe, expect, it } from "vitest";
import { drawSample } from "./rowSample.js";

const key = random(1, "test");
const total = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0);

describe("drawSample", () => {
  it.each([1, 3, 4, 5, 17])("takes all of %i items with their weights where that many may be drawn", (n) => {
    const u = uniform(random(2), n);
    const { picks, weights, mass } = drawSample(u, n, key);
    expect([...picks]).toEqual([...u.keys()]);
    expect(mass).toBeCloseTo(total(u), 12);
    weights!.forEach((weight, i) => void expect((weight * mass) / n).toBeCloseTo(u[i], 14));
  });

  it.each([1, 3, 4, 5, 16])("draws %i of 17 in ascending order", (size) => {
    const { picks, weights } = drawSample(uniform(random(2), 17), size, key);
    expect(picks.length).toBe(size);
    expect([...picks]).toEqual([...picks].sort((a, b) => a - b));
    expect(weights).toBeUndefined();
  });

  it("draws an item as often as its share of the mass says, and one of weight 0 never", () => {
    const u = Float64Array.of(0, 1, 2, 0, 4, 0.5, 0);
    const counts = new Float64Array(u.length);
    const [draws, size] = [4000, 3];
    for (let k = 0; k < draws; k++) for (const i of drawSample(u, size, random(3, k)).picks) counts[i]++;
    counts.forEach((count, i) => {
      if (u[i] === 0) expect(count).toBe(0);
      else expect(count / draws).toBeCloseTo((size * u[i]) / total(u), 1);
    });
  });

  it("takes one item from each strip, so that an item of half the mass is half of every sample", () => {
    const { picks } = drawSample(Float64Array.of(1, 1, 1, 3), 2, key);
    expect(picks[0]).toBeLessThan(3);
    expect(picks[1]).toBe(3);
  });

  it("is a function of the key", () => {
    const u = new Float64Array(1000).fill(1);
    expect(drawSample(u, 50, key)).toEqual(drawSample(u, 50, key));
    expect(drawSample(u, 50, key)).not.toEqual(drawSample(u, 50, random(2, "test")));
  });

  it.each([0, 17])("has no mass where nothing weighs anything (%i items)", (n) => {
    expect(drawSample(new Float64Array(n), 5, key).mass).toBe(0);
  });
});
