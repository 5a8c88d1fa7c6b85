import { useMemo } from "react";
import { type StoreApi, useStore } from "zustand";
import { cssColor } from "../../../pictures/palette.js";
import { drawLine, drawText, font } from "./draw.js";
import { Handle } from "./Handle.js";
import { decimal, subscript } from "./numbers.js";
import { Plane, type PlaneFrame } from "./Plane.js";

export interface ScoreBarsProps<S> {
  readonly label: string;
  readonly store: StoreApi<S>;
  /** The score of each class. Declare it outside of the component. */
  scoresOf(state: S): readonly number[];
  /** The least and the largest score that can be seen. */
  readonly range: readonly [number, number];
  /** Drawn over the bars; bar c stands between c and c + 1. */
  draw?(frame: PlaneFrame<S>): void;
  onChange(c: number, score: number): void;
}

/**
 * A bar for each class as high as its score, taken hold of at its end.
 *
 * @example
 * <ScoreBars label="Scores" store={store} scoresOf={scoresOf} range={[-5, 5]} onChange={setScore} />
 */
export function ScoreBars<S>({ label, store, scoresOf, range, draw, onChange }: ScoreBarsProps<S>) {
  const scores = scoresOf(useStore(store));
  const view = useMemo(() => ({ x: [0, scores.length], y: range }) as const, [scores.length, range]);
  const drawScores = useMemo(
    () => (frame: PlaneFrame<S>) => {
      drawScale(frame);
      for (const [c, score] of scoresOf(frame.state).entries()) drawBar(frame, c, score);
      draw?.(frame);
    },
    [scoresOf, draw],
  );
  return (
    <Plane label={label} store={store} view={view} stretched draw={drawScores}>
      {scores.map((score, c) => (
        <Handle
          // biome-ignore lint/suspicious/noArrayIndexKey: a class is its number
          key={c}
          label={`Score s${subscript(c + 1)}`}
          said={decimal(score)}
          x={c + 0.5}
          y={score}
          along="y"
          step={0.1}
          color={`--class-${c}`}
          onMove={(_, to) => onChange(c, to)}
        />
      ))}
    </Plane>
  );
}

/** Lines at every second score, their figures at the left. */
function drawScale<S>(frame: PlaneFrame<S>): void {
  const { context, look, view, toPicture } = frame;
  const [low, high] = view.y;
  context.font = `11px ${font}`;
  context.fillStyle = look.muted;
  for (let s = Math.ceil(low / 2) * 2; s <= high; s += 2) {
    drawLine(
      frame,
      [
        [view.x[0], s],
        [view.x[1], s],
      ],
      { color: s === 0 ? look.muted : look.line, width: 1 },
    );
    context.fillText(decimal(s, 0), 6, toPicture(0, s)[1] - 4);
  }
}

function drawBar<S>(frame: PlaneFrame<S>, c: number, score: number): void {
  const { context, look, toPicture } = frame;
  const [left, end] = toPicture(c + 0.3, score);
  const [right, ground] = toPicture(c + 0.7, 0);
  context.fillStyle = cssColor(look.classes[c % look.classes.length], 0.45);
  context.fillRect(left, Math.min(end, ground), right - left, Math.abs(end - ground));
  const dy = score < 0 ? -8 : 18;
  drawText(frame, `s${subscript(c + 1)} = ${decimal(score)}`, [c + 0.5, 0], { dx: -26, dy });
}
