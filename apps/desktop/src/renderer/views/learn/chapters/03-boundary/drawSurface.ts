import { cssColor, type Rgb } from "../../../../pictures/palette.js";
import { font } from "../../figure/draw.js";
import type { SpaceFrame } from "../../figure/Space.js";
import { type BoundaryState, heights, nCells, points, reach } from "./boundary.js";

/** How high σ = 1 stands above σ = 0, in units of half the square's side. */
const height = 1.1;
const up = (sigma: number) => height * (sigma - 0.5);
const across = (x: number) => x / reach;

/** σ(f) over the square, far squares first; the line σ = ½ on it; each point at the height of its y. */
export function drawSurface(frame: SpaceFrame<BoundaryState>): void {
  drawFloor(frame);
  drawSquares(frame);
  drawPoints(frame);
  drawScale(frame);
}

const corners = [
  [-1, -1],
  [1, -1],
  [1, 1],
  [-1, 1],
] as const;

function drawFloor({ context, look, project }: SpaceFrame<BoundaryState>): void {
  context.beginPath();
  for (const [x, y] of corners) {
    const [left, top] = project(x, y, up(0));
    context.lineTo(left, top);
  }
  context.closePath();
  context.strokeStyle = look.muted;
  context.stroke();
}

function drawSquares({ context, look, state, project }: SpaceFrame<BoundaryState>): void {
  const sigma = heights(state.weights);
  const n = nCells + 1;
  const corner = sigma.map((each, k) => project(at(k % n), at(Math.floor(k / n)), up(each)));
  const squares = Array.from({ length: nCells * nCells }, (_, k) => {
    const a = Math.floor(k / nCells) * n + (k % nCells);
    return [a, a + 1, a + n + 1, a + n];
  });
  const near = (square: number[]) => corner[square[0]][2] + corner[square[2]][2];
  squares.sort((a, b) => near(a) - near(b));
  const [green, red] = look.twoClasses;
  context.lineWidth = 0.6;
  for (const square of squares) {
    const mean = square.reduce((sum, k) => sum + sigma[k], 0) / 4;
    context.beginPath();
    for (const k of square) context.lineTo(corner[k][0], corner[k][1]);
    context.closePath();
    const over = square.some((k) => sigma[k] > 0.5) && square.some((k) => sigma[k] <= 0.5);
    context.fillStyle = cssColor(between(green, red, mean), over ? 1 : 0.72);
    context.strokeStyle = cssColor(look.surface, 0.7);
    context.fill();
    context.stroke();
  }
}

const at = (k: number) => (2 * k) / nCells - 1;

const between = (a: Rgb, b: Rgb, t: number): Rgb =>
  a.map((each, k) => each + t * (b[k] - each)) as unknown as Rgb;

function drawPoints({ context, look, project }: SpaceFrame<BoundaryState>): void {
  for (const { x, y, c } of points) {
    const [left, top] = project(across(x), across(y), up(c));
    context.beginPath();
    context.arc(left, top, 2.6, 0, 2 * Math.PI);
    context.fillStyle = cssColor(look.twoClasses[c]);
    context.fill();
  }
}

/** 0, ½ and 1 beside the edge that is farthest to the left. */
function drawScale({ context, look, project }: SpaceFrame<BoundaryState>): void {
  const leftOf = ([x, y]: readonly [number, number]) => project(x, y, 0)[0];
  const [x, y] = [...corners].sort((a, b) => leftOf(a) - leftOf(b))[0];
  context.font = `500 12px ${font}`;
  context.textAlign = "right";
  context.fillStyle = look.muted;
  for (const [text, sigma] of labels) {
    const [left, top] = project(x, y, up(sigma));
    context.fillText(text, left - 8, top + 4);
  }
  context.textAlign = "left";
}

const labels = [
  ["0", 0],
  ["½", 0.5],
  ["σ = 1", 1],
] as const;
