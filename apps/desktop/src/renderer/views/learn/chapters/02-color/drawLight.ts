import { coneResponses } from "@softmax/datasets";
import { drawCurve, drawGrid, font } from "../../figure/draw.js";
import type { PlaneFrame } from "../../figure/Plane.js";
import { type ColorState, names, scoresOf } from "./color.js";
import { nameTokens } from "./curves.js";
import { powerAt, range, spectralColor, wavelengths } from "./light.js";

const pace = wavelengths[1] - wavelengths[0];
/** A color a nanometer. */
const colors = Array.from({ length: range[1] - range[0] + 1 }, (_, i) => spectralColor(range[0] + i));

/** The power, filled with the color of each wavelength, faintly to the top. */
export function drawLight(frame: PlaneFrame<ColorState>): void {
  const { context, state, look, width, toPicture, toPlane } = frame;
  const [, bottom] = toPicture(0, 0);
  const [, top] = toPicture(0, 1);
  for (let left = 0; left < width; left++) {
    const [wavelength] = toPlane(left + 0.5, 0);
    const height = powerAt(state.heights, wavelength) * (bottom - top);
    context.fillStyle = colors[Math.round(wavelength) - range[0]];
    context.globalAlpha = 0.14;
    context.fillRect(left, top, 1, bottom - top);
    context.globalAlpha = 0.9;
    context.fillRect(left, bottom - height, 1, height);
  }
  context.globalAlpha = 1;
  drawGrid(frame);
  drawCurve(frame, (wavelength) => powerAt(state.heights, wavelength), { color: look.ink, width: 1.5 });
}

/** Along the bottom, what pure light of each wavelength would be called, where the cones see enough of it; nothing before anything was learned. */
export function drawNames({ context, state, look, toPicture, height }: PlaneFrame<ColorState>): void {
  if (state.solver.step === 0) return;
  const named = wavelengths.filter((each) => each >= 410 && each <= 700);
  const said = named.map((each) => mostOf(scoresOf(state.solver.params, coneResponses(each))));
  const top = height - 40;
  for (const [i, c] of said.entries()) {
    const [left] = toPicture(named[i] - pace / 2, 0);
    const [right] = toPicture(named[i] + pace / 2, 0);
    context.fillStyle = look.color(nameTokens[c]);
    context.fillRect(left, top, right - left + 0.5, 4);
  }
  context.font = `500 11px ${font}`;
  context.textAlign = "center";
  for (const [from, to, c] of runsOf(said)) {
    const [left, right] = [named[from], named[to]].map((each) => toPicture(each, 0)[0]);
    if (right - left < 34) continue;
    context.fillStyle = look.color(nameTokens[c]);
    context.fillText(names[c], (left + right) / 2, top - 5);
  }
  context.textAlign = "left";
}

const mostOf = (scores: Float64Array): number => scores.indexOf(Math.max(...scores));

/** Stretches of equal values, as [first, last, value]. */
function runsOf(values: readonly number[]): [number, number, number][] {
  const runs: [number, number, number][] = [];
  for (const [i, value] of values.entries())
    if (runs.at(-1)?.[2] === value) runs.at(-1)![1] = i;
    else runs.push([i, i, value]);
  return runs;
}
