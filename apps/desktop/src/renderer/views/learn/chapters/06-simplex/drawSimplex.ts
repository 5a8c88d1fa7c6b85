import { cssColor } from "../../../../pictures/palette.js";
import { drawGrid, drawLine, drawText } from "../../figure/draw.js";
import { subscript } from "../../figure/numbers.js";
import type { PlaneFrame } from "../../figure/Plane.js";
import type { SpaceFrame } from "../../figure/Space.js";
import { corners, placeOf, probabilitiesOf, type SimplexState, softmaxOf } from "./simplex.js";

type Place = readonly [number, number];
const inPlane = (y: readonly number[]) => placeOf(y) as unknown as Place;

/** −4, −3, …, 4. */
const steps = Array.from({ length: 9 }, (_, k) => k - 4);
const onSegment = steps.map((s) => softmaxOf([0, s]));
const inTriangle = steps.flatMap((a) => steps.map((b) => softmaxOf([a, b, 0])));
/** From the center toward corner c: one score from 0 to 6, the others 0. */
const toCorners = corners[4].map((_, c) =>
  Array.from({ length: 25 }, (_, k) => softmaxOf(corners[4].map((_, j) => (j === c ? k / 4 : 0)))),
);

const argmax = (y: readonly number[]) => y.indexOf(Math.max(...y));

/** ŷ₁ + ŷ₂ = 1 in the plane of both, points on it where s₂ − s₁ is a whole number, and the way to the axes. */
export function drawSegment(frame: PlaneFrame<SimplexState>): void {
  const { look, state } = frame;
  drawGrid(frame);
  drawLine(
    frame,
    [
      [1, 0],
      [0, 1],
    ],
    { color: look.muted, width: 2 },
  );
  for (const y of onSegment) drawDot(frame, y);
  const [y1, y2] = probabilitiesOf(state);
  drawLine(
    frame,
    [
      [y1, 0],
      [y1, y2],
    ],
    { color: color(frame, 1), dashed: true },
  );
  drawLine(
    frame,
    [
      [0, y2],
      [y1, y2],
    ],
    { color: color(frame, 0), dashed: true },
  );
  drawText(frame, "e₁", [1, 0], { dx: 10, dy: -8 });
  drawText(frame, "e₂", [0, 1], { dx: 10, dy: -8 });
  drawText(frame, "ŷ₁", [1.2, 0], { color: look.muted, dx: -24, dy: -8 });
  drawText(frame, "ŷ₂", [0, 1.2], { color: look.muted, dx: 8, dy: 18 });
}

/** Where each class is the likeliest, points where differences of scores are whole numbers, and ŷ_c as a distance. */
export function drawTriangle(frame: PlaneFrame<SimplexState>): void {
  const { look, state } = frame;
  const e = corners[3] as readonly Place[];
  for (const c of [0, 1, 2]) drawShare(frame, c);
  drawLine(frame, [...e, e[0]], { color: look.muted, width: 1.5 });
  for (const y of inTriangle) drawDot(frame, y);
  const y = probabilitiesOf(state);
  for (const c of [0, 1, 2])
    drawLine(frame, [inPlane(y), inPlane(footOf(y, c))], { color: color(frame, c), width: 3 });
  drawText(frame, "e₁", e[0], { dx: -22, dy: 6 });
  drawText(frame, "e₂", e[1], { dx: 8, dy: 6 });
  drawText(frame, "e₃", e[2], { dx: -6, dy: -8 });
}

/** The point of the side opposite of corner c that is nearest to ŷ: what ŷ_c leaves goes to the others in halves. */
const footOf = (y: readonly number[], c: number): number[] =>
  y.map((each, k) => (k === c ? 0 : each + y[c] / 2));

/** The part of the triangle where class c is the likeliest: from its corner to the middles of its sides and the center. */
function drawShare(frame: PlaneFrame<SimplexState>, c: number): void {
  const { context, look, toPicture } = frame;
  const [a, b] = [(c + 1) % 3, (c + 2) % 3];
  const mixed = (...classes: number[]) =>
    [0, 1, 2].map((k) => (classes.includes(k) ? 1 / classes.length : 0));
  context.beginPath();
  for (const y of [mixed(c), mixed(c, a), mixed(0, 1, 2), mixed(c, b)])
    context.lineTo(...toPicture(...inPlane(y)));
  context.fillStyle = cssColor(look.classes[c], 0.16);
  context.fill();
}

function drawDot(frame: PlaneFrame<SimplexState>, y: readonly number[]): void {
  const { context, toPicture } = frame;
  context.beginPath();
  context.arc(...toPicture(...inPlane(y)), 2.5, 0, 2 * Math.PI);
  context.fillStyle = color(frame, argmax(y));
  context.fill();
}

const color = ({ look }: Pick<PlaneFrame<SimplexState>, "look">, c: number): string =>
  cssColor(look.classes[c]);

/** Edges, the farther ones thinner; the ways from the center to the corners; ŷ, and how strongly each corner pulls it. */
export function drawTetrahedron(frame: SpaceFrame<SimplexState>): void {
  const { context, look, state, project } = frame;
  const at = (y: readonly number[]) => {
    const [a, b, c] = placeOf(y);
    return project(a, b, c);
  };
  const line = (ys: readonly (readonly number[])[], stroke: string, width: number) => {
    context.beginPath();
    for (const [left, top] of ys.map(at)) context.lineTo(left, top);
    context.strokeStyle = stroke;
    context.lineWidth = width;
    context.stroke();
  };
  context.lineCap = context.lineJoin = "round";
  for (const [i, j] of edges) {
    const near = at(unit(i))[2] + at(unit(j))[2];
    line([unit(i), unit(j)], look.muted, near > 0 ? 2 : 0.8);
  }
  for (const [c, way] of toCorners.entries()) line(way, cssColor(look.classes[c], 0.35), 1.5);
  const y = probabilitiesOf(state);
  for (const [c, each] of y.entries()) line([y, unit(c)], color(frame, c), 1 + 5 * each);
  drawBall(frame, at(y));
  for (const c of [0, 1, 2, 3]) drawCorner(frame, c, at(unit(c)));
}

const unit = (c: number): number[] => corners[4].map((_, k) => (k === c ? 1 : 0));
const edges = [0, 1, 2, 3].flatMap((i) => [0, 1, 2, 3].filter((j) => j > i).map((j) => [i, j] as const));

function drawBall({ context, look }: SpaceFrame<SimplexState>, [left, top]: readonly number[]): void {
  context.beginPath();
  context.arc(left, top, 7, 0, 2 * Math.PI);
  context.fillStyle = look.accent;
  context.strokeStyle = look.ground;
  context.lineWidth = 3;
  context.stroke();
  context.fill();
}

function drawCorner(frame: SpaceFrame<SimplexState>, c: number, [left, top]: readonly number[]): void {
  const { context, look, width } = frame;
  context.beginPath();
  context.arc(left, top, 5, 0, 2 * Math.PI);
  context.fillStyle = color(frame, c);
  context.fill();
  context.font = '500 13px "Inter Variable"';
  context.fillStyle = look.ink;
  context.fillText(`e${subscript(c + 1)}`, left + (left < width / 2 ? -26 : 12), top + 4);
}
