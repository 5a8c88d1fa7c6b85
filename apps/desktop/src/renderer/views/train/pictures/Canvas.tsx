import { useEffect, useRef } from "react";
import styles from "./Canvas.module.css";

export interface CanvasProps {
  /** What it shows, for those who cannot see it. */
  readonly label: string;
  /** As wide as high. */
  readonly square?: boolean;
  /** Draws all of it, in device pixels. Another function draws anew. */
  draw(context: CanvasRenderingContext2D): void;
}

/** A canvas as large as its place, drawn at most once a frame. */
export function Canvas({ label, square, draw }: CanvasProps) {
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const latest = useRef(draw);
  latest.current = draw;

  useEffect(() => {
    const resized = new ResizeObserver(() => {
      fit(canvas.current!, frame.current!, square);
      latest.current(canvas.current!.getContext("2d")!);
    });
    resized.observe(frame.current!);
    return () => resized.disconnect();
  }, [square]);

  useEffect(() => {
    const next = requestAnimationFrame(() => draw(canvas.current!.getContext("2d")!));
    return () => cancelAnimationFrame(next);
  }, [draw]);

  return (
    <div ref={frame} className={styles.frame}>
      <canvas ref={canvas} className={styles.canvas} role="img" aria-label={label} />
    </div>
  );
}

function fit(canvas: HTMLCanvasElement, { clientWidth, clientHeight }: HTMLElement, square = false): void {
  const side = Math.min(clientWidth, clientHeight);
  const [width, height] = square ? [side, side] : [clientWidth, clientHeight];
  canvas.width = Math.max(1, Math.round(width * devicePixelRatio));
  canvas.height = Math.max(1, Math.round(height * devicePixelRatio));
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
}
