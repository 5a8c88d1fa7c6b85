import { useMemo } from "react";
import { useStore } from "zustand";
import { drawGrid, drawGround, drawMarks, drawRings, drawText } from "../../figure/draw.js";
import { Handle } from "../../figure/Handle.js";
import layout from "../../figure/layout.module.css";
import { Plane, type PlaneFrame } from "../../figure/Plane.js";
import { type Curve, Plot } from "../../figure/Plot.js";
import {
  type EntropyState,
  losses,
  model,
  ownProbability,
  pick,
  points,
  reach,
  store,
  underflow,
} from "./entropy.js";

const view = { x: [-reach, reach], y: [-reach, reach] } as const;
const lossView = { x: [0, 1], y: [-0.7, 5.8] } as const;

/** The points on the left; on the right what each chosen one costs, and what becomes of their product. */
export const Figure = () => (
  <div className={layout.columns}>
    <Plane label="Points on the map of ŷ" store={store} view={view} draw={drawPlane} onPress={pick}>
      <Cross />
    </Plane>
    <div className={layout.rows}>
      <Plot
        label="What a point costs by the probability of its class"
        store={store}
        view={lossView}
        xName="ŷ"
        curves={lossCurve}
        draw={drawLosses}
      />
      <Products />
    </div>
  </div>
);

function Cross() {
  const [x, y] = useStore(store, (state) => state.cross);
  return (
    <Handle
      label="Choose the point here: Space"
      look="cross"
      color="--text"
      x={x}
      y={y}
      onMove={(...cross) => store.setState({ cross })}
      onPress={() => pick(x, y)}
    />
  );
}

/** How the sum grows with each factor, and how far its twin, the product, can follow. */
function Products() {
  const sums = useStore(store, (state) => state.sums);
  const most = useMemo(() => {
    const [n, top] = [Math.max(5, sums.length - 1), Math.max(10, 1.12 * sums[sums.length - 1])];
    return { x: [0, n], y: [-0.16 * top, top] } as const;
  }, [sums]);
  return (
    <Plot
      label="The sum of −ln ŷ, and −ln of the product, over the points"
      store={store}
      view={most}
      xName="points"
      curves={runningCurves}
      decimals={2}
      draw={drawUnderflow}
    />
  );
}

const lossCurve: readonly Curve<EntropyState>[] = [
  { name: "−ln ŷ", color: "--accent", f: (p) => -Math.log(p) },
];

const runningCurves: readonly Curve<EntropyState>[] = [
  { name: "sum of −ln ŷ", color: "--class-0", f: (n, { sums }) => sums[Math.round(n)] ?? Number.NaN },
  {
    name: "−ln of the product",
    color: "--class-1",
    dashed: true,
    f: (n, { products }) => -Math.log(products[Math.round(n)] ?? Number.NaN),
  },
];

function drawPlane(frame: PlaneFrame<EntropyState>): void {
  const { chosen, current } = frame.state;
  drawGround(frame, model);
  drawGrid(frame);
  drawMarks(frame, points);
  drawRings(
    frame,
    chosen.map((k) => points[k]),
    frame.look.ink,
  );
  if (chosen.includes(current)) drawRings(frame, [points[current]], frame.look.accent);
}

/** A mark for each chosen point: on the curve where its target is one-hot. */
function drawLosses(frame: PlaneFrame<EntropyState>): void {
  const { chosen, current, labelSmoothing } = frame.state;
  const each = losses(labelSmoothing);
  const places = chosen.map((k) => ({ x: ownProbability(k), y: each[k], c: points[k].c, k }));
  drawMarks(frame, places);
  drawRings(
    frame,
    places.filter(({ k }) => k === current),
    frame.look.accent,
  );
  drawText(frame, "what a point costs", [0, lossView.y[1]], { color: frame.look.muted, dx: 28, dy: 18 });
}

function drawUnderflow(frame: PlaneFrame<EntropyState>): void {
  const { look, state, view } = frame;
  drawText(frame, "sum of −ln ŷ", [0, view.y[1]], { color: look.color("--class-0"), dx: 28, dy: 18 });
  drawText(frame, "−ln of the product", [0, view.y[1]], { color: look.color("--class-1"), dx: 28, dy: 34 });
  const at = underflow(state);
  if (at === null) return;
  const color = look.color("--class-1");
  const right = at > 0.55 * view.x[1];
  drawText(frame, "the product is 0", [at, state.sums[at]], {
    color,
    dx: right ? -104 : 8,
    dy: right ? 4 : 20,
  });
}
