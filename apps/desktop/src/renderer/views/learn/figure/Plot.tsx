import { type KeyboardEvent, type PointerEvent, type ReactNode, useMemo, useState } from "react";
import type { StoreApi } from "zustand";
import type { PlaneView } from "../../../pictures/plane.js";
import { drawCurve, drawGrid } from "./draw.js";
import styles from "./figure.module.css";
import { decimal } from "./numbers.js";
import { Plane, type PlaneFrame } from "./Plane.js";
import { usePlane } from "./planeContext.js";

export interface Curve<S> {
  readonly name: string;
  readonly color: `--${string}`;
  readonly dashed?: boolean;
  /** NaN where it has no value: a gap. */
  f(x: number, state: S): number;
}

export interface PlotProps<S> {
  readonly label: string;
  readonly store: StoreApi<S>;
  readonly view: PlaneView;
  /** What the horizontal axis means, e.g. `f`. */
  readonly xName: string;
  readonly curves: readonly Curve<S>[];
  /** Of the values and of places on the axis; default 3 and 2. */
  readonly decimals?: number;
  readonly xDecimals?: number;
  /** Drawn over the curves. */
  draw?(frame: PlaneFrame<S>): void;
  /** `Handle`s. */
  readonly children?: ReactNode;
}

/**
 * Functions over an axis, and what they are where the pointer is, or where the arrow keys went. Declare `curves`, `view`
 * and `draw` outside of the component.
 *
 * @example
 * <Plot label="σ" store={useBoundary} view={{ x: [-6, 6], y: [0, 1] }} xName="f" curves={[{ name: "σ", color: "--accent", f: sigmoid }]} />
 */
export function Plot<S>(props: PlotProps<S>) {
  const { label, store, view, curves, draw, children } = props;
  const drawPlot = useMemo(
    () => (frame: PlaneFrame<S>) => {
      drawGrid(frame);
      for (const { f, color, dashed } of curves)
        drawCurve(frame, (x) => f(x, frame.state), { color: frame.look.color(color), dashed });
      draw?.(frame);
    },
    [curves, draw],
  );
  return (
    <Plane label={label} store={store} view={view} stretched draw={drawPlot}>
      <Reader {...props} />
      {children}
    </Plane>
  );
}

/** Reads the curves off at a place of the axis. */
function Reader<S>({ label, store, view, xName, curves, decimals = 3, xDecimals = 2 }: PlotProps<S>) {
  const { toPlane, toPicture } = usePlane();
  const [x, setX] = useState<number | null>(null);
  const values = curves.map(({ f }) => (x === null ? Number.NaN : f(x, store.getState())));
  const readings = values.map((value) => (Number.isNaN(value) ? "undefined" : decimal(value, decimals)));
  const point = ({ nativeEvent }: PointerEvent) => setX(toPlane(nativeEvent.offsetX, 0)[0]);
  const press = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const [low, high] = view.x;
    const next = (x ?? (low + high) / 2) + (by * (high - low)) / (event.shiftKey ? 10 : 100);
    setX(Math.min(high, Math.max(low, next)));
  };
  const said = curves.map(({ name }, k) => `${name} ${readings[k]}`).join(", ");
  return (
    <>
      <div
        role="slider"
        tabIndex={0}
        className={styles.reader}
        aria-label={`Read off: ${label}`}
        aria-valuenow={x ?? 0}
        aria-valuemin={view.x[0]}
        aria-valuemax={view.x[1]}
        aria-valuetext={x === null ? "nowhere yet" : `${xName} ${decimal(x, xDecimals)}: ${said}`}
        onPointerMove={point}
        onPointerLeave={() => setX(null)}
        onKeyDown={press}
      />
      {x !== null && (
        <>
          <div className={styles.rule} style={{ left: toPicture(x, 0)[0] }} />
          <div className={styles.readout}>
            <div>
              {xName} = {decimal(x, xDecimals)}
            </div>
            {curves.map(({ name, color }, k) => (
              <div key={name} className={styles.reading}>
                <span className={styles.sample} style={{ background: `var(${color})` }} />
                {name}
                <span className={styles.number}>{readings[k]}</span>
              </div>
            ))}
          </div>
        </>
      )}
    </>
  );
}
