import { useStore } from "zustand";
import { drawCurve, drawGrid, drawLine, drawText } from "../../figure/draw.js";
import { Handle } from "../../figure/Handle.js";
import layout from "../../figure/layout.module.css";
import { decimal } from "../../figure/numbers.js";
import { Plane, type PlaneFrame } from "../../figure/Plane.js";
import { type Curve, Plot } from "../../figure/Plot.js";
import {
  type CostName,
  type CostsState,
  costNames,
  costOf,
  data,
  nRight,
  scoreAt,
  sigma,
  store,
} from "./costs.js";
import styles from "./Figure.module.css";

/** Both costs on the axis of f; below, what each makes of the same bad start. */
export const Figure = () => (
  <div className={styles.rows}>
    <Plot
      label="Both costs of a point with y = 1, and their slopes"
      store={store}
      view={costView}
      xName="f"
      curves={curves}
      draw={drawCosts}
    >
      <Place />
    </Plot>
    <div className={layout.columns}>
      <Plane
        label="Trained with the quadratic cost"
        store={store}
        view={dataView}
        stretched
        draw={drawQuadratic}
      />
      <Plane
        label="Trained with the logarithmic cost"
        store={store}
        view={dataView}
        stretched
        draw={drawLogarithmic}
      />
    </div>
  </div>
);

const costView = { x: [-9, 6], y: [-1.5, 5] } as const;
const dataView = { x: [-4, 4], y: [-0.15, 1.3] } as const;
const colors: { readonly [N in CostName]: `--${string}` } = {
  quadratic: "--class-1",
  logarithmic: "--class-0",
};

const curves: readonly Curve<CostsState>[] = costNames.flatMap((name) => [
  { name, color: colors[name], f: (f: number) => costOf(name, f).value },
  { name: `slope, ${name}`, color: colors[name], dashed: true, f: (f: number) => costOf(name, f).slope },
]);

function Place() {
  const f = useStore(store, (state) => state.f);
  const said = costNames.map((name) => `${name} ${decimal(costOf(name, f).value)}`).join(", ");
  return (
    <Handle
      label="Score f"
      x={f}
      y={0}
      along="x"
      step={0.05}
      said={`${decimal(f)}: ${said}`}
      onMove={(to) => store.setState({ f: to })}
    />
  );
}

/** The costs at f, with their tangents; and where the data are, had each of them y = 1, on either trained model. */
function drawCosts(frame: PlaneFrame<CostsState>): void {
  const { state, look } = frame;
  const { f } = state;
  drawLine(
    frame,
    [
      [f, -9],
      [f, 9],
    ],
    { color: look.muted, width: 1 },
  );
  for (const name of costNames) {
    const color = look.color(colors[name]);
    const { value, slope } = costOf(name, f);
    drawLine(
      frame,
      [
        [f - 1, value - slope],
        [f + 1, value + slope],
      ],
      { color, width: 4 },
    );
    for (const { x, y } of data) {
      const towardRight = (2 * y - 1) * scoreAt(state.weights[name], x);
      drawDot(frame, [towardRight, costOf(name, towardRight).value], color);
    }
  }
  drawText(frame, "−ln ŷ", [-3.6, 3.6], { color: look.color(colors.logarithmic), dx: 10, dy: 0 });
  drawText(frame, "(1 − ŷ)²", [-6, 1], { color: look.color(colors.quadratic), dx: 0, dy: -10 });
}

function drawDot(
  { context, look, toPicture }: PlaneFrame<CostsState>,
  [x, y]: readonly [number, number],
  color: string,
) {
  context.beginPath();
  context.arc(...toPicture(x, y), 4, 0, 2 * Math.PI);
  context.fillStyle = color;
  context.strokeStyle = look.ground;
  context.lineWidth = 1.5;
  context.fill();
  context.stroke();
}

const drawQuadratic = (frame: PlaneFrame<CostsState>): void => drawTrained(frame, "quadratic");
const drawLogarithmic = (frame: PlaneFrame<CostsState>): void => drawTrained(frame, "logarithmic");

/** ŷ over x, the data at the height of their y, and what is between them. */
function drawTrained(frame: PlaneFrame<CostsState>, name: CostName): void {
  const { state, look } = frame;
  const weights = state.weights[name];
  const color = look.color(colors[name]);
  drawGrid(frame);
  for (const { x, y } of data)
    drawLine(
      frame,
      [
        [x, y],
        [x, sigma(scoreAt(weights, x))],
      ],
      { color: look.muted, width: 1, dashed: true },
    );
  drawCurve(frame, (x) => sigma(scoreAt(weights, x)), { color });
  for (const { x, y } of data) drawDot(frame, [x, y], look.ink);
  drawText(frame, `${name}: ${nRight(weights)} of ${data.length} right`, [-4, 1.3], {
    color,
    dx: 12,
    dy: 20,
  });
}
