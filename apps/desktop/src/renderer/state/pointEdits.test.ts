import { expect, it } from "vitest";
import { added, erased, moved, nearest, sprayed } from "./pointEdits.js";
import { changed, redone, undoable, undone } from "./undoable.js";

const points = [
  { x: 0, y: 0, c: 0 },
  { x: 1, y: 0, c: 1 },
  { x: 1, y: 0, c: 2 },
];

it("erases within the radius, its rim included, and nothing beyond", () => {
  expect(erased(points, 0, 1, 1)).toEqual(points.slice(1));
  expect(erased(points, 0, 3, 1)).toBe(points);
});

it("finds the nearest, the one on top where several are as near", () => {
  expect(nearest(points, 0.9, 0, 0.5)).toBe(2);
  expect(nearest(points, 0.2, 0, 0.5)).toBe(0);
  expect(nearest(points, 5, 5, 0.5)).toBe(-1);
});

it("moves one point and leaves the others", () => {
  expect(moved(points, 1, 7, 8)).toEqual([points[0], { x: 7, y: 8, c: 1 }, points[2]]);
});

it("sprays within the disk", () => {
  const drops = sprayed(3, 10, 20, 2, 100);
  expect(drops).toHaveLength(100);
  for (const { x, y, c } of drops) expect([Math.hypot(x - 10, y - 20) <= 2, c]).toEqual([true, 3]);
  expect(new Set(drops.map(({ x }) => x)).size).toBe(100);
});

it("undoes a stroke as a whole, and does it again", () => {
  let history = changed(undoable(points), added(points, { x: 2, y: 2, c: 0 }));
  history = changed(history, added(history.present, { x: 3, y: 3, c: 0 }), true);
  const all = history.present;
  expect(undone(history).present).toBe(points);
  expect(redone(undone(history)).present).toBe(all);
  expect(undone(undone(history)).present).toBe(points);
  expect(redone(history)).toBe(history);
  expect(changed(undone(history), []).future).toEqual([]);
});

it("keeps two hundred steps", () => {
  let history = undoable(0);
  for (let k = 1; k <= 300; k++) history = changed(history, k);
  for (let k = 0; k < 300; k++) history = undone(history);
  expect(history.present).toBe(100);
});
