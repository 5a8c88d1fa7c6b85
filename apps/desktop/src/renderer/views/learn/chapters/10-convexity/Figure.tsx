import { useMemo } from "react";
import { useStore } from "zustand";
import { drawDisks } from "../../figure/disks.js";
import { drawGrid, drawLine, drawText } from "../../figure/draw.js";
import { Handle } from "../../figure/Handle.js";
import layout from "../../figure/layout.module.css";
import { decimal } from "../../figure/numbers.js";
import { Plane, type PlaneFrame } from "../../figure/Plane.js";
import { type Curve, Plot } from "../../figure/Plot.js";
import { type ConvexityState, chord, curve, maxSteps, slideTo, store } from "./convexity.js";

/** The curve under its chord; on the right the Hessian's eigenvalues there, and where ten random starts lead. */
export const Figure = () => (
  <div className={layout.columns}>
    <Segment />
    <div className={layout.rows}>
      <Eigenvalues />
      <Runs />
    </div>
  </div>
);

/** From 0 to the largest, with room above and below. */
const roomFor = (low: number, high: number) => {
  const height = high - Math.min(0, low);
  return [Math.min(0, low) - 0.14 * height, high + 0.14 * height] as const;
};

function Segment() {
  const slide = useStore(store, (state) => state.slide);
  const alpha = useStore(store, (state) => state.alpha);
  const view = useMemo(() => ({ x: [-0.04, 1.04], y: roomFor(0, Math.max(...slide)) }) as const, [slide]);
  return (
    <Plot
      label="The objective from W₂ to W₁, and its chord"
      store={store}
      view={view}
      xName="α"
      curves={segmentCurves}
      draw={drawSegment}
    >
      <Handle
        label="α"
        x={alpha}
        y={curve(alpha, { slide })}
        said={`α is ${decimal(alpha)}`}
        step={0.02}
        along="x"
        onMove={(x) => slideTo(Math.min(1, Math.max(0, x)))}
      />
    </Plot>
  );
}

const onSegment =
  (f: typeof curve) =>
  (alpha: number, state: ConvexityState): number =>
    alpha < 0 || alpha > 1 ? Number.NaN : f(alpha, state);

const segmentCurves: readonly Curve<ConvexityState>[] = [
  { name: "chord", color: "--text-muted", dashed: true, f: onSegment(chord) },
  { name: "F", color: "--class-0", f: onSegment(curve) },
];

/** How far below the chord the curve is, or above it. */
function drawSegment(frame: PlaneFrame<ConvexityState>): void {
  const { look, state } = frame;
  const { alpha } = state;
  const [below, above] = [curve(alpha, state), chord(alpha, state)];
  drawLine(
    frame,
    [
      [alpha, below],
      [alpha, above],
    ],
    { color: below > above ? look.bad : look.good, width: 3 },
  );
  drawDisks(
    frame,
    [
      [0, curve(0, state)],
      [1, curve(1, state)],
    ],
    look.color("--class-0"),
  );
  drawText(frame, "W₂", [0, curve(0, state)], { dx: 8, dy: -10 });
  drawText(frame, "W₁", [1, curve(1, state)], { dx: -24, dy: -10 });
}

function Eigenvalues() {
  const eigen = useStore(store, (state) => state.eigen);
  const view = useMemo(
    () => ({ x: [-0.4, 9.4], y: roomFor(eigen[0], eigen[eigen.length - 1]) }) as const,
    [eigen],
  );
  return (
    <Plane
      label="The nine eigenvalues of the Hessian at α"
      store={store}
      view={view}
      stretched
      draw={drawEigenvalues}
    />
  );
}

/** A bar each; a ring where it is zero. */
function drawEigenvalues(frame: PlaneFrame<ConvexityState>): void {
  const { context, look, state, toPicture, view } = frame;
  drawGrid(frame);
  const isZero = (value: number) => Math.abs(value) < 1e-10;
  for (const [k, value] of state.eigen.entries()) {
    const [left, top] = toPicture(k + 0.7, value);
    const [right, bottom] = toPicture(k + 1.3, 0);
    context.fillStyle = value < 0 ? look.bad : look.color("--class-0");
    if (isZero(value)) drawDisks(frame, [[k + 1, 0]], look.muted, { radius: 5, hollow: true });
    else context.fillRect(left, top, right - left, bottom - top);
  }
  drawText(frame, "eigenvalues of the Hessian at α", [view.x[0], view.y[1]], {
    color: look.muted,
    dx: 28,
    dy: 18,
  });
}

function Runs() {
  const runs = useStore(store, (state) => state.runs);
  const most = Math.max(...runs.map(({ values }) => values[0]));
  const view = useMemo(() => ({ x: [0, maxSteps], y: roomFor(0, most) }) as const, [most]);
  return (
    <Plane
      label="The objective by steps, from ten random starts"
      store={store}
      view={view}
      stretched
      draw={drawRuns}
    />
  );
}

function drawRuns(frame: PlaneFrame<ConvexityState>): void {
  const { look, state, view } = frame;
  drawGrid(frame);
  for (const [k, { values }] of state.runs.entries()) {
    const color = look.color(`--class-${k % 8}`);
    drawLine(
      frame,
      values.map((value, step) => [step, value] as const),
      { color, width: 1.5 },
    );
    drawDisks(frame, [[values.length - 1, values[values.length - 1]]], color, { radius: 4 });
  }
  drawText(frame, "F by steps, from ten random starts", [view.x[0], view.y[1]], {
    color: look.muted,
    dx: 28,
    dy: 18,
  });
}
