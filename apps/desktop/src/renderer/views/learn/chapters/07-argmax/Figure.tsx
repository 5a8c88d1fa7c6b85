import { useStore } from "zustand";
import { Bars } from "../../figure/Bars.js";
import { drawLine, drawText } from "../../figure/draw.js";
import columns from "../../figure/layout.module.css";
import { subscript } from "../../figure/numbers.js";
import type { PlaneFrame } from "../../figure/Plane.js";
import { type Curve, Plot } from "../../figure/Plot.js";
import { ScoreBars } from "../../figure/ScoreBars.js";
import styles from "../../figure/stack.module.css";
import {
  type ArgmaxState,
  likeliest,
  probabilities,
  range,
  scoresOf,
  setScore,
  smoothMax,
  store,
  withScore,
} from "./argmax.js";
import { SinglePrecisionTable } from "./SinglePrecisionTable.js";

/** Scores and their σ̂; what σ̂ does as one score changes; what single precision makes of it. */
export const Figure = () => (
  <div className={columns.columns}>
    <div className={styles.stack}>
      <ScoreBars
        label="Scores, their maximum and their log-sum-exp"
        store={store}
        scoresOf={scoresOf}
        range={range}
        draw={drawMaxima}
        onChange={setScore}
      />
      <Probabilities />
    </div>
    <div className={styles.stack}>
      <Plot
        label="σ̂ over the score that was changed last"
        store={store}
        view={view}
        xName="s"
        curves={curves}
        draw={drawHeld}
      />
      <SinglePrecisionTable />
    </div>
  </div>
);

const view = { x: range, y: [-0.12, 1.12] } as const;

const withHeld = ({ scores, held }: ArgmaxState, score: number) => withScore(scores, held, score);

const remembered = new WeakMap<ArgmaxState, Map<number, readonly number[]>>();

/** σ̂ were the held score this: computed once for the three curves of a state. */
function rememberedAt(score: number, state: ArgmaxState): readonly number[] {
  const known = remembered.get(state) ?? new Map<number, readonly number[]>();
  remembered.set(state, known);
  const values = known.get(score) ?? probabilities(withHeld(state, score), state.temperature);
  known.set(score, values);
  return values;
}

const curves: readonly Curve<ArgmaxState>[] = [
  {
    name: "arg max",
    color: "--text-muted",
    dashed: true,
    f: (score, state) => (likeliest(withHeld(state, score)) === state.held ? 1 : 0),
  },
  ...[0, 1, 2].map(
    (c): Curve<ArgmaxState> => ({
      name: `σ̂${subscript(c + 1)}`,
      color: `--class-${c}`,
      f: (score, state) => rememberedAt(score, state)[c],
    }),
  ),
];

/** max(s), and above it the smooth one. */
function drawMaxima(frame: PlaneFrame<ArgmaxState>): void {
  const { state, look, view } = frame;
  const [left, right] = view.x;
  const [most, smooth] = [Math.max(...state.scores), smoothMax(state.scores, state.temperature)];
  drawLine(
    frame,
    [
      [left, most],
      [right, most],
    ],
    { color: look.ink, dashed: true, width: 1.5 },
  );
  drawLine(
    frame,
    [
      [left, smooth],
      [right, smooth],
    ],
    { color: look.accent, width: 2 },
  );
  drawText(frame, "log-sum-exp", [left, smooth], { color: look.accent, dx: 34, dy: -6 });
  drawText(frame, "max", [left, most], { dx: 34, dy: 16 });
}

/** Where the score that was changed last is now. */
function drawHeld(frame: PlaneFrame<ArgmaxState>): void {
  const { state, look, context, toPicture } = frame;
  const score = state.scores[state.held];
  drawLine(
    frame,
    [
      [score, -1],
      [score, 2],
    ],
    { color: look.muted, width: 1 },
  );
  for (const [c, each] of probabilities(state.scores, state.temperature).entries()) {
    context.beginPath();
    context.arc(...toPicture(score, each), 5, 0, 2 * Math.PI);
    context.fillStyle = look.color(`--class-${c}`);
    context.fill();
  }
  drawText(frame, `s${subscript(state.held + 1)}, the others held`, [score, 1.12], {
    color: look.muted,
    dx: score > 2 ? -118 : 8,
    dy: 18,
  });
}

function Probabilities() {
  const { scores, temperature } = useStore(store);
  const values = probabilities(scores, temperature);
  return (
    <div className={styles.numbers}>
      <Bars label="Probabilities" values={values} names={values.map((_, c) => `σ̂${subscript(c + 1)}`)} />
    </div>
  );
}
