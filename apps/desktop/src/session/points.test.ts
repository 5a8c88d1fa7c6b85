import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fit } from "@softmax/trainer";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Places } from "./places.js";
import { datasetOf, generate } from "./pointSet.js";
import { pointSolver } from "./pointSolver.js";
import { pointsHandlers } from "./points.js";

let project: string;
const places = new Places();
const handlers = pointsHandlers(places);

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), "points-"));
  places.openProject(project);
});
afterAll(() => rm(project, { recursive: true }));

const drawn = generate({ shape: "blobs", nSamples: 60, nClasses: 3, seed: 4 });

it("keeps points in the project to the last bit", async () => {
  await handlers["points.save"]({ points: drawn });
  expect(await handlers["points.open"](undefined)).toEqual(drawn);
  expect((await readFile(join(project, "points.csv"), "utf8")).slice(0, 12)).toBe("x1,x2,label\n");
});

it("has no file where there are no points", async () => {
  const none = { x1: new Float64Array(), x2: new Float64Array(), classes: new Uint8Array() };
  await handlers["points.save"]({ points: none });
  expect(await readdir(project)).toEqual([]);
  expect(await handlers["points.open"](undefined)).toEqual(none);
});

it.each([
  ["x1,x2,label\n1,2,A\n3,4,Z\n", "row 2: expected two numbers and a label from A to H"],
  ["x1,x2,label\n1,,A\n", "row 1: expected two numbers"],
  ["a,b\n1,2\n", "expected the columns x1 and x2 of numbers and label of letters"],
])("sets a file that holds something else aside and says so: %j", async (text, reason) => {
  await writeFile(join(project, "points.csv"), text);
  await expect(handlers["points.open"](undefined)).rejects.toThrow(reason);
  expect(await readFile(join(project, "points-unreadable.csv"), "utf8")).toBe(text);
  expect(await handlers["points.open"](undefined)).toMatchObject({ classes: new Uint8Array() });
});

it("ends where a fit from zero ends, whatever it started from, classes that come and go among them", async () => {
  const solve = pointSolver();
  for (const nClasses of [2, 4, 3])
    for (const seed of [1, 2]) {
      const points = generate({ shape: "blobs", nSamples: 60, nClasses, noise: 2, seed });
      const warm = solve(points, 1e-2)!;
      const cold = await fit(datasetOf(points), { l2: 1e-2 });
      // The objective is l2-strongly convex: either is no farther than √(2·gap / l2) from the minimum.
      const bound = Math.sqrt((2 * warm.gap!) / 1e-2) + Math.sqrt((2 * cold.certificate.gap!) / 1e-2);
      for (const [k, w] of cold.model.weights.entries())
        expect(Math.abs(warm.weights[k] - w)).toBeLessThanOrEqual(bound);
      expect(bound).toBeLessThan(1e-3);
      for (const [k, b] of cold.model.bias.entries()) expect(warm.bias[k]).toBeCloseTo(b, 3);
      expect(warm.classes).toHaveLength(nClasses);
      expect(warm.accuracy).toBe(cold.train.accuracy);
    }
});

it("has nothing to say about fewer than two classes", () => {
  const points = { x1: Float64Array.of(1, 2), x2: Float64Array.of(3, 4), classes: Uint8Array.of(1, 1) };
  expect(pointSolver()(points, 1e-3)).toBeNull();
});

it("draws every shape", () => {
  for (const shape of ["blobs", "rings", "moons", "spirals", "xor"] as const) {
    const { classes } = generate({ shape, nSamples: 40, nClasses: 5, seed: 1 });
    expect(new Set(classes).size).toBe(shape === "xor" || shape === "moons" ? 2 : 5);
  }
});
