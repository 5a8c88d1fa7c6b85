import { expect, it } from "vitest";
import { projectionOf } from "./space.js";

const [width, height] = [600, 400];

it("puts the origin into the middle and keeps the cube within the picture, however it is turned", () => {
  for (let yaw = -4; yaw < 4; yaw += 0.3)
    for (let pitch = -1.5; pitch <= 1.5; pitch += 0.25) {
      const { project } = projectionOf({ yaw, pitch }, width, height);
      expect(project(0, 0, 0)).toEqual([300, 200, expect.closeTo(0)]);
      for (const x of [-1, 1])
        for (const y of [-1, 1])
          for (const z of [-1, 1]) {
            const [left, top] = project(x, y, z);
            expect(left).toBeGreaterThanOrEqual(99.99);
            expect(left).toBeLessThanOrEqual(500.01);
            expect(top).toBeGreaterThanOrEqual(-0.01);
            expect(top).toBeLessThanOrEqual(400.01);
          }
    }
});

it("is a rotation: left, top and nearness keep lengths", () => {
  const { project } = projectionOf({ yaw: 0.7, pitch: 0.4 }, width, height);
  const unit = height / (2 * Math.sqrt(3));
  const [left, top, near] = project(0.3, -0.8, 0.5);
  expect(((left - 300) / unit) ** 2 + ((top - 200) / unit) ** 2 + near ** 2).toBeCloseTo(0.98, 12);
});

it("looks from the front at first: y goes away, z up", () => {
  const { project } = projectionOf({ yaw: 0, pitch: 0 }, width, height);
  expect(project(0, 0, 1)[1]).toBeLessThan(200);
  expect(project(0, 1, 0)[2]).toBeLessThan(project(0, -1, 0)[2]);
});
