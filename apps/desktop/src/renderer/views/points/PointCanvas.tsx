import { type RefObject, useEffect, useMemo, useRef, useState } from "react";
import { pointLabels } from "../../../shared/pointNames.js";
import { tokenColor } from "../../design/tokenColor.js";
import { readPalette } from "../../pictures/palette.js";
import { overRawCoordinates, type PlaneView, projection } from "../../pictures/plane.js";
import { drawRegions } from "../../pictures/regions.js";
import { useWheelZoom } from "../../pictures/useWheelZoom.js";
import { useDark } from "../../shell/ThemeButton.js";
import type { Extent } from "../../state/extent.js";
import { usePoints } from "../../state/points.js";
import { drawPoints } from "./drawPoints.js";
import styles from "./PointCanvas.module.css";
import { beginStroke, type Stroke } from "./strokes.js";
import { type Cross, usePointKeys } from "./usePointKeys.js";

interface Size {
  readonly width: number;
  readonly height: number;
}

/** The plane: what is painted, on the ground that the classifier of the moment gives it. */
export function PointCanvas() {
  const frame = useRef<HTMLDivElement>(null);
  const ground = useRef<HTMLCanvasElement>(null);
  const top = useRef<HTMLCanvasElement>(null);
  const size = useSize(frame);
  const extent = usePoints((state) => state.extent);
  const tool = usePoints((state) => state.tool);
  const view = useMemo(() => viewOf(extent, size), [extent, size]);
  const unit = (view.y[1] - view.y[0]) / size.height;
  const { cross, onKeyDown, onBlur, said } = usePointKeys(view, unit);
  const [pointer, setPointer] = useState<Cross | null>(null);
  const stroke = useRef<Stroke | null>(null);
  /** Where the pointer was last while it drags the plane. */
  const dragged = useRef<readonly [number, number] | null>(null);
  useGround(ground, view, size);
  useMarks(top, view, size, cross, pointer);

  const planeAt = ({ clientX, clientY }: { readonly clientX: number; readonly clientY: number }) => {
    const { left, top: above } = frame.current!.getBoundingClientRect();
    return projection(view, size.width, size.height).toPlane(clientX - left, clientY - above);
  };
  useWheelZoom(frame, (factor, event) => usePoints.getState().zoom(factor, ...planeAt(event)));
  return (
    <div
      ref={frame}
      className={styles.frame}
      role="application"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard paints too
      tabIndex={0}
      aria-label="Points"
      aria-describedby="points-keys"
      data-tool={tool}
      onKeyDown={onKeyDown}
      onBlur={onBlur}
      onPointerDown={(event) => {
        if (event.button > 1) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        if (event.button === 1 || event.altKey) dragged.current = [event.clientX, event.clientY];
        else stroke.current = beginStroke(...planeAt(event), unit);
      }}
      onPointerMove={({ nativeEvent }) => {
        if (dragged.current) {
          const { clientX, clientY } = nativeEvent;
          const [left, above] = dragged.current;
          usePoints.getState().pan(unit * (left - clientX), unit * (clientY - above));
          dragged.current = [clientX, clientY];
        }
        for (const each of nativeEvent.getCoalescedEvents()) stroke.current?.to(...planeAt(each));
        setPointer(planeAt(nativeEvent));
      }}
      onPointerUp={() => {
        stroke.current = null;
        dragged.current = null;
      }}
      onPointerLeave={() => setPointer(null)}
    >
      <canvas ref={ground} className={styles.layer} />
      <canvas ref={top} className={styles.layer} />
      <Hint />
      <p id="points-keys" data-spoken>
        Arrow keys move the cross, with Shift farther. Space uses the tool there. 1 to 8 choose a class, P, B,
        M and E the tools. Plus and minus zoom, 0 shows all points.
      </p>
      <p data-spoken aria-live="polite">
        {said}
      </p>
    </div>
  );
}

/** What to do next, while there is no classifier yet. */
function Hint() {
  const current = usePoints((state) => state.current);
  const points = usePoints((state) => state.history.present);
  const problem = usePoints((state) => state.problem);
  const classes = new Set(points.map(({ c }) => c)).size;
  if (problem) return <p className={styles.hint}>{problem}</p>;
  if (classes > 1) return null;
  return (
    <p className={styles.hint}>
      {classes === 0
        ? `Click to paint points of class ${pointLabels[current]}`
        : "Now choose another class and paint some points of it"}
    </p>
  );
}

function useSize(element: RefObject<HTMLElement | null>): Size {
  const [size, setSize] = useState<Size>({ width: 1, height: 1 });
  useEffect(() => {
    const observer = new ResizeObserver(([{ contentRect }]) =>
      setSize({ width: Math.max(1, contentRect.width), height: Math.max(1, contentRect.height) }),
    );
    observer.observe(element.current!);
    return () => observer.disconnect();
  }, [element]);
  return size;
}

/** Equal units in both directions. */
function viewOf({ x, y, reach }: Extent, { width, height }: Size): PlaneView {
  const unit = (2 * reach) / Math.min(width, height);
  const [a, b] = [(unit * width) / 2, (unit * height) / 2];
  return { x: [x - a, x + a], y: [y - b, y + b] };
}

/** Runs `draw` at the next frame, on a canvas of as many pixels as the screen has there. */
function useDrawing(
  canvas: RefObject<HTMLCanvasElement | null>,
  { width, height }: Size,
  draw: (context: CanvasRenderingContext2D) => void,
): void {
  useEffect(() => {
    const next = requestAnimationFrame(() => {
      const element = canvas.current!;
      const [w, h] = [Math.round(width * devicePixelRatio), Math.round(height * devicePixelRatio)];
      if (element.width !== w || element.height !== h) Object.assign(element, { width: w, height: h });
      draw(element.getContext("2d")!);
    });
    return () => cancelAnimationFrame(next);
  });
}

function useGround(canvas: RefObject<HTMLCanvasElement | null>, view: PlaneView, size: Size): void {
  const fit = usePoints((state) => state.fit);
  const palette = usePalette();
  useDrawing(canvas, size, (context) => {
    context.clearRect(0, 0, context.canvas.width, context.canvas.height);
    if (!fit) return;
    const logits = overRawCoordinates(fit, fit.mean, fit.deviation);
    const classes = fit.classes.map((c) => palette.classes[c]);
    drawRegions(context, { logits, view, palette: { ...palette, classes } });
  });
}

function useMarks(
  canvas: RefObject<HTMLCanvasElement | null>,
  view: PlaneView,
  size: Size,
  cross: Cross | null,
  pointer: Cross | null,
): void {
  const points = usePoints((state) => state.history.present);
  const tool = usePoints((state) => state.tool);
  const radius = usePoints((state) => state.radius);
  const palette = usePalette();
  const at = cross ?? pointer;
  const rim = at && (tool === "brush" || tool === "erase") ? { x: at[0], y: at[1], radius } : undefined;
  useDrawing(canvas, size, (context) =>
    drawPoints(context, {
      points,
      view,
      palette,
      scale: devicePixelRatio,
      ink: palette.ink,
      font: '"Inter Variable"',
      cross: cross ?? undefined,
      rim,
    }),
  );
}

function usePalette() {
  const dark = useDark();
  // biome-ignore lint/correctness/useExhaustiveDependencies: `dark` changes what the color tokens are
  return useMemo(() => ({ ...readPalette(), ink: tokenColor("--text") }), [dark]);
}
