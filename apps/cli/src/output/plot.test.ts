import { describe, expect, test } from "vitest";
import { axisOf } from "./axis.js";
import { canvas } from "./canvas.js";
import { plot } from "./plot.js";
import { style } from "./style.js";

const none = (_: number, text: string) => text;

describe("canvas", () => {
  test("has two by four dots a cell", () => {
    const area = canvas(2, 1);
    for (const [x, y] of [
      [0, 0],
      [1, 3],
      [2, 1],
    ])
      area.set(x, y, 1);
    expect(area.rows(none)).toEqual([String.fromCharCode(0x2800 + 0x01 + 0x80, 0x2800 + 0x02)]);
  });

  test("draws a line to both of its ends, without a gap", () => {
    const area = canvas(2, 1);
    area.line([0, 3], [3, 0], 1);
    expect(area.rows(none)).toEqual(["⡠⠊"]);
  });

  test("passes over what lies outside", () => {
    const area = canvas(1, 1);
    area.line([-5, -5], [-1, -1], 1);
    area.set(2, 0, 1);
    area.set(0, 4, 1);
    expect(area.rows(none)).toEqual([" "]);
  });

  test("shows the color of the last dot in a cell", () => {
    const area = canvas(2, 1);
    area.set(0, 0, 1);
    area.set(1, 0, 2);
    area.set(2, 0, 1);
    expect(area.rows((color, text) => `<${color}${text}>`)).toEqual(["<2⠉><1⠁>"]);
  });
});

describe("axisOf", () => {
  test("is logarithmic where the values differ much, linear elsewhere and where one is not positive", () => {
    expect(axisOf([1, 100]).at(0.5)).toBeCloseTo(10);
    expect(axisOf([1, 3]).at(0.5)).toBeCloseTo(2);
    expect(axisOf([0, 100]).at(0.5)).toBeCloseTo(50);
  });

  test("has room around a single value", () => {
    expect(axisOf([5, 5]).share(5)).toBeCloseTo(0.5);
    expect(axisOf([0]).share(0)).toBeCloseTo(0.5);
  });
});

describe("plot", () => {
  const options = { columns: 20, rows: 6, ends: ["0", "step 9"], style: style(false) } as const;
  const falling = Array.from({ length: 10 }, (_, x) => ({ x, y: 10 - x }));

  test("falls from the upper left to the lower right, between its axes", () => {
    const lines = plot([{ points: falling, paint: (text) => text }], options);
    expect(lines).toHaveLength(6);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(20);
    expect(lines[0]).toMatch(/^ *10\.0 ┤⠉/);
    expect(lines[3]).toMatch(/^ *1\.00 ┤ {10,}[⠁-⣿]{1,3}$/u);
    expect(lines[4]).toMatch(/^ +└─+$/);
    expect(lines[5]).toMatch(/^ +0 +step 9$/);
  });

  test("has nothing to show without a point", () => {
    expect(plot([{ points: [], paint: (text) => text }], options)).toEqual([]);
  });

  test("shows one point, and curves that do not move", () => {
    const flat = [0, 1].map((x) => ({ x, y: 2 }));
    for (const points of [flat, flat.slice(0, 1)])
      expect(plot([{ points, paint: (text) => text }], options).join("")).toMatch(/[⠁-⣿]/);
  });
});
