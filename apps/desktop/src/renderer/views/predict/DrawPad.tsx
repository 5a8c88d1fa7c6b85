import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from "react";
import styles from "./ImagePanel.module.css";

interface DrawPadProps {
  /** Changes when the pad is to be emptied. */
  readonly cleared: number;
  onDraw(pad: HTMLCanvasElement): void;
}

/** Pixels of the pad. */
const side = 280;
const pen = 26;
/** How far an arrow key moves. */
const stride = 14;

interface Point {
  readonly x: number;
  readonly y: number;
}

/** A pad to draw on in white, with pointer or keys: arrows move, the space bar puts the pen down or lifts it. */
export function DrawPad({ cleared, onDraw }: DrawPadProps) {
  const pad = useRef<HTMLCanvasElement>(null);
  const [cursor, setCursor] = useState<Point>({ x: side / 2, y: side / 2 });
  const [down, setDown] = useState(false);
  const last = useRef<Point | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `cleared` says when
  useEffect(() => {
    const context = pad.current!.getContext("2d", { willReadFrequently: true })!;
    context.fillStyle = "#000";
    context.fillRect(0, 0, side, side);
    setDown(false);
  }, [cleared]);

  const stroke = (from: Point, to: Point) => {
    const context = pad.current!.getContext("2d")!;
    context.strokeStyle = "#fff";
    context.lineWidth = pen;
    context.lineCap = "round";
    context.beginPath();
    context.moveTo(from.x, from.y);
    context.lineTo(to.x, to.y);
    context.stroke();
    onDraw(pad.current!);
  };
  const pointOf = ({ clientX, clientY }: PointerEvent): Point => {
    const { left, top, width, height } = pad.current!.getBoundingClientRect();
    return { x: ((clientX - left) * side) / width, y: ((clientY - top) * side) / height };
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = moved(cursor, event.key);
    if (event.key === " ") {
      if (!down) stroke(cursor, cursor);
      setDown(!down);
    } else if (next) {
      if (down) stroke(cursor, next);
      setCursor(next);
    } else return;
    event.preventDefault();
  };
  return (
    <div
      className={styles.pad}
      role="application"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it is drawn on with keys too
      tabIndex={0}
      aria-label="Drawing pad: arrow keys move, the space bar puts the pen down or lifts it"
      onKeyDown={onKeyDown}
    >
      <canvas
        ref={pad}
        className={styles.canvas}
        width={side}
        height={side}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          last.current = pointOf(event);
          stroke(last.current, last.current);
        }}
        onPointerMove={(event) => {
          if (!last.current) return;
          const next = pointOf(event);
          stroke(last.current, next);
          last.current = next;
        }}
        onPointerUp={() => {
          last.current = null;
        }}
      />
      <span
        className={styles.cursor}
        data-down={down || undefined}
        style={{ left: `${(100 * cursor.x) / side}%`, top: `${(100 * cursor.y) / side}%` }}
        aria-hidden
      />
    </div>
  );
}

function moved({ x, y }: Point, key: string): Point | undefined {
  const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key] ?? [];
  if (dx === undefined || dy === undefined) return undefined;
  const within = (value: number) => Math.min(side, Math.max(0, value));
  return { x: within(x + stride * dx), y: within(y + stride * dy) };
}
