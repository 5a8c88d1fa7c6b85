import { useStore } from "zustand";
import { drawContours } from "../../figure/contours.js";
import { drawDisks } from "../../figure/disks.js";
import { drawGrid, drawLine, drawText } from "../../figure/draw.js";
import { Handle } from "../../figure/Handle.js";
import layout from "../../figure/layout.module.css";
import { coordinate } from "../../figure/numbers.js";
import { Plane, type PlaneFrame } from "../../figure/Plane.js";
import { type Curve, Plot } from "../../figure/Plot.js";
import {
  best,
  change,
  type DescentState,
  lines,
  type Method,
  maxSteps,
  methods,
  store,
  view,
  walked,
} from "./descent.js";

const raceView = { x: [0, maxSteps], y: [-8.2, 1.2] } as const;

/** The loss of two weights as contour lines with the paths down it; how far each is from the bottom, by steps. */
export function Figure() {
  const race = useStore(store, (state) => state.race);
  return (
    <div className={layout.columns}>
      <Plane
        label="Contours of the loss over w₀ and w₁, and the steps down"
        store={store}
        view={view}
        stretched
        draw={drawValley}
      >
        <Start />
      </Plane>
      <Plot
        label="How far L is above its minimum, a power of ten"
        store={store}
        view={raceView}
        xName="step"
        curves={race ? curves : curves.slice(0, 1)}
        draw={nameAxis}
      />
    </div>
  );
}

function Start() {
  const [w0, w1] = useStore(store, (state) => state.start);
  return (
    <Handle
      label="Start"
      x={w0}
      y={w1}
      said={`w₀ ${coordinate(w0)}, w₁ ${coordinate(w1)}`}
      onMove={(...start) => change({ start })}
    />
  );
}

const colors: Readonly<Record<Method, `--${string}`>> = {
  "gradient descent": "--class-0",
  momentum: "--class-1",
  Adam: "--class-2",
  "L-BFGS": "--class-3",
  Newton: "--class-6",
};

/** log₁₀ of how far above the minimum each is after so many steps, as far as it has come. */
const curves: readonly Curve<DescentState>[] = methods.map((method) => ({
  name: method,
  color: colors[method],
  f(step, state) {
    const path = walked(state, method);
    const k = Math.floor(step);
    if (step < 0 || k >= path.length - 1) return Number.NaN;
    const [a, b] = [path[k].above, path[k + 1].above].map((above) => Math.log10(Math.max(above, 1e-9)));
    return a + (step - k) * (b - a);
  },
}));

function drawValley(frame: PlaneFrame<DescentState>): void {
  const { look, state } = frame;
  drawGrid(frame);
  drawContours(frame, lines, look.accent);
  for (const method of methods) {
    const color = look.color(colors[method]);
    const places = walked(state, method).map(({ w }) => w);
    drawLine(frame, places, { color, width: 1.5 });
    drawDisks(frame, places, color, { radius: 3.5 });
  }
  drawMinimum(frame);
  drawText(frame, "w₀ →", [view.x[1], view.y[0]], { color: look.muted, dx: -40, dy: -24 });
  drawText(frame, "w₁ ↑", [view.x[0], view.y[1]], { color: look.muted, dx: 28, dy: 18 });
}

function drawMinimum(frame: PlaneFrame<DescentState>): void {
  const { context, look, toPicture } = frame;
  const [left, top] = toPicture(...best);
  const cross = new Path2D(`M${left - 6},${top - 6}l12,12m0,-12l-12,12`);
  context.lineWidth = 2;
  context.strokeStyle = look.ink;
  context.stroke(cross);
  drawText(frame, "minimum", best, { dx: -68, dy: 18 });
}

/** What is read up; and each method's name, where it is now. */
function nameAxis(frame: PlaneFrame<DescentState>): void {
  const { look, state, width, toPicture } = frame;
  drawText(frame, "log₁₀(L − min L)", [0, raceView.y[1]], { color: look.muted, dx: 28, dy: 18 });
  for (const [k, { name, color, f }] of curves.entries()) {
    const at = walked(state, methods[k]).length - 1.001;
    if (at < 1) continue;
    const place = [at, Math.max(f(at, state), raceView.y[0] + 0.5 * (k - 2))] as const;
    const room = width - toPicture(...place)[0];
    drawText(frame, name, place, { color: look.color(color), dx: Math.min(8, room - 102) });
  }
}
