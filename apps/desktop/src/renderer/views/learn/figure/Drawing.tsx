import { type ReactNode, useEffect, useRef } from "react";
import type { StoreApi } from "zustand";
import styles from "./figure.module.css";
import { type Look, useLook } from "./useLook.js";

/** A canvas to draw on; lengths are pixels of the page, whatever the screen has. */
export interface Frame<S> {
  readonly context: CanvasRenderingContext2D;
  readonly width: number;
  readonly height: number;
  readonly look: Look;
  readonly state: S;
}

export interface DrawingProps<S> {
  /** What the picture shows, for those who cannot see it. */
  readonly label: string;
  readonly store: StoreApi<S>;
  /** Draws all of it on an empty canvas. Declare it outside of the component, or it is drawn with every render. */
  draw(frame: Frame<S>): void;
  /** Something else with whose changes it is drawn anew. */
  readonly also?: Pick<StoreApi<unknown>, "subscribe">;
  /** Told of the size at first and when it changes. */
  onSize?(width: number, height: number): void;
  /** What lies over it. */
  readonly children?: ReactNode;
}

/**
 * A canvas as large as its place that shows a store's state: drawn at the next frame after a change, without React.
 *
 * @example
 * <Drawing label="…" store={useBoundary} draw={({ context, state }) => context.fillText(`${state.w}`, 20, 20)} />
 */
export function Drawing<S>({ label, store, also, draw, onSize, children }: DrawingProps<S>) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const latest = useRef(onSize);
  latest.current = onSize;
  const look = useLook();

  useEffect(() => {
    const element = canvas.current!;
    let next = 0;
    const drawSoon = () => {
      next ||= requestAnimationFrame(() => {
        next = 0;
        draw({ ...cleared(element), look, state: store.getState() });
      });
    };
    const resized = new ResizeObserver(() => {
      latest.current?.(element.clientWidth, element.clientHeight);
      drawSoon();
    });
    resized.observe(element);
    const endings = [store.subscribe(drawSoon), also?.subscribe(drawSoon)];
    drawSoon();
    return () => {
      resized.disconnect();
      for (const end of endings) end?.();
      cancelAnimationFrame(next);
    };
  }, [store, also, draw, look]);

  return (
    <div className={styles.drawing}>
      <canvas ref={canvas} className={styles.canvas} role="img" aria-label={label} />
      {children}
    </div>
  );
}

/** The canvas, empty and with as many pixels as the screen has there. */
function cleared(element: HTMLCanvasElement): Pick<Frame<unknown>, "context" | "width" | "height"> {
  const { clientWidth: width, clientHeight: height } = element;
  const [w, h] = [Math.round(width * devicePixelRatio), Math.round(height * devicePixelRatio)];
  if (element.width !== w || element.height !== h) Object.assign(element, { width: w, height: h });
  const context = element.getContext("2d")!;
  context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
  context.clearRect(0, 0, width, height);
  return { context, width, height };
}
