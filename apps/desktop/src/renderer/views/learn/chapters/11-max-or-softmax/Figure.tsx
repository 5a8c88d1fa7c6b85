import { useStore } from "zustand";
import { drawDisks } from "../../figure/disks.js";
import { drawLine, drawMarks, drawText } from "../../figure/draw.js";
import { Handle } from "../../figure/Handle.js";
import layout from "../../figure/layout.module.css";
import { decimal } from "../../figure/numbers.js";
import type { PlaneFrame } from "../../figure/Plane.js";
import { type Curve, Plot } from "../../figure/Plot.js";
import {
  hard,
  hardShare,
  line,
  type MaxOrSoftmaxState,
  numbers,
  setS,
  share,
  side,
  sigmoidOf,
  sigmoidShare,
  soft,
  softShare,
  store,
  tabulated,
  threshold,
} from "./maxOrSoftmax.js";

const sidesView = { x: line, y: [-0.6, 5.6] } as const;
const sharesView = { x: line, y: [-0.22, 1.12] } as const;

/** Where the line of numbers is in the picture of the shares. */
const axis = -0.1;

/** What speaks for either class on the left, the share of one of them on the right. */
export const Figure = () => (
  <div className={layout.columns}>
    <Plot
      label="What speaks for s > 5 and, dashed, against it"
      store={store}
      view={sidesView}
      xName="s"
      curves={sides}
      draw={drawSides}
    />
    <Plot
      label="The share of what speaks for s > 5"
      store={store}
      view={sharesView}
      xName="s"
      curves={shares}
      decimals={6}
      draw={drawShares}
    >
      <OnTheLine />
    </Plot>
  </div>
);

function OnTheLine() {
  const { s } = useStore(store);
  return <Handle label="s" x={s} y={axis} said={`s is ${decimal(s)}`} along="x" onMove={setS} />;
}

const sides: readonly Curve<MaxOrSoftmaxState>[] = [
  { name: "max(0, s−5)", color: "--class-1", f: tabulated((s) => side(hard, s)) },
  { name: "max(0, 5−s)", color: "--class-1", dashed: true, f: tabulated((s) => side(hard, s, -1)) },
  { name: "softmax(0, s−5)", color: "--class-0", f: tabulated((s) => side(soft, s)) },
  { name: "softmax(0, 5−s)", color: "--class-0", dashed: true, f: tabulated((s) => side(soft, s, -1)) },
];

const shares: readonly Curve<MaxOrSoftmaxState>[] = [
  { name: "σ(s − 5)", color: "--text-muted", dashed: true, f: tabulated(sigmoidOf) },
  { name: "f = max", color: "--class-1", f: tabulated((s) => share(hard, s)) },
  { name: "f = softmax", color: "--class-0", f: tabulated((s) => share(soft, s)) },
];

function drawSides(frame: PlaneFrame<MaxOrSoftmaxState>): void {
  nameSides(frame);
  const { look, state, view } = frame;
  const { s } = state;
  drawLine(
    frame,
    [
      [s, view.y[0]],
      [s, view.y[1]],
    ],
    { color: look.muted, dashed: true, width: 1 },
  );
  for (const [f, color] of [
    [hard, "--class-1"],
    [soft, "--class-0"],
  ] as const)
    drawDisks(
      frame,
      [1, -1].map((sign) => [s, side(f, [s], sign === 1 ? 1 : -1).item()] as const),
      look.color(color),
    );
}

function drawShares(frame: PlaneFrame<MaxOrSoftmaxState>): void {
  nameShares(frame);
  const { look, state } = frame;
  const { s } = state;
  drawLine(
    frame,
    [
      [line[0], axis],
      [line[1], axis],
    ],
    { color: look.line, width: 1 },
  );
  drawMarks(
    frame,
    numbers.map((number) => ({ x: number.s, y: axis, c: number.c })),
    look.twoClasses,
  );
  drawLine(
    frame,
    [
      [s, axis],
      [s, 1.12],
    ],
    { color: look.muted, dashed: true, width: 1 },
  );
  drawHole(frame);
  drawDisks(frame, [[s, sigmoidShare(state)]], look.muted);
  drawDisks(frame, [[s, hardShare(state)]], look.color("--class-1"));
  drawDisks(frame, [[s, softShare(state)]], look.color("--class-0"));
}

/** Beside the curves, where no other passes. */
function nameSides(frame: PlaneFrame<MaxOrSoftmaxState>): void {
  const { look } = frame;
  drawText(frame, "against", [1.2, 3.9], { dx: 12 });
  drawText(frame, "for", [8.8, 3.9], { dx: -32 });
  drawText(frame, "softmax", [5, 0.69], { dx: -24, dy: -30, color: look.color("--class-0") });
  drawText(frame, "max", [5, 0], { dx: -12, dy: 18, color: look.color("--class-1") });
}

function nameShares(frame: PlaneFrame<MaxOrSoftmaxState>): void {
  const { look } = frame;
  drawText(frame, "max", [5, 1], { dx: -38, dy: 4, color: look.color("--class-1") });
  drawText(frame, "softmax", [4.4, 0.29], { dx: 12, dy: 8, color: look.color("--class-0") });
  drawText(frame, "σ(s − 5)", [3.5, 0.18], { dx: -58, color: look.muted });
}

/** Open circles where the curve of max ends on either side of the threshold. */
function drawHole(frame: PlaneFrame<MaxOrSoftmaxState>): void {
  const ends = [
    [threshold, 0],
    [threshold, 1],
  ] as const;
  drawDisks(frame, ends, frame.look.color("--class-1"), { radius: 5, hollow: true });
}
