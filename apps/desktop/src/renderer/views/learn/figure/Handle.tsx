import type { KeyboardEvent, PointerEvent } from "react";
import styles from "./figure.module.css";
import { coordinate } from "./numbers.js";
import { usePlane } from "./planeContext.js";

export interface HandleProps {
  /** Its name, e.g. "Turn the line". */
  readonly label: string;
  readonly x: number;
  readonly y: number;
  /** What its place means, e.g. "w₁ is 1.20"; by default its coordinates. */
  readonly said?: string;
  /** A cross where something is put, not a knob to take hold of. */
  readonly look?: "knob" | "cross";
  /** `--class-0` and the like; by default the accent. */
  readonly color?: `--${string}`;
  /** How far an arrow key moves it, in units of the plane; ten times as far with Shift. Default 1/100 of the view. */
  readonly step?: number;
  /** It moves along one axis alone: the other arrow keys are left to the page. */
  readonly along?: "x" | "y";
  onMove(x: number, y: number): void;
  /** Space or Enter was pressed on it. */
  onPress?(): void;
}

/** A point of a `Plane`, or of its edge where it lies beyond, that is moved by dragging and by the arrow keys. */
export function Handle(props: HandleProps) {
  const { label, x, y, said, look = "knob", color = "--accent", step, along, onMove, onPress } = props;
  const { toPicture, toPlane, view, width, height, element } = usePlane();
  const [left, top] = toPicture(x, y);
  const move = (a: number, b: number) =>
    onMove(along === "y" ? x : within(a, view.x), along === "x" ? y : within(b, view.y));
  const drag = (event: PointerEvent) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const box = element.current!.getBoundingClientRect();
    move(...toPlane(event.clientX - box.left, event.clientY - box.top));
  };
  const press = (event: KeyboardEvent) => {
    if (onPress && (event.key === " " || event.key === "Enter")) {
      event.preventDefault();
      return onPress();
    }
    const [dx, dy] = arrows[event.key] ?? [0, 0];
    if ((dx === 0 || along === "y") && (dy === 0 || along === "x")) return;
    event.preventDefault();
    const far = event.shiftKey ? 10 : 1;
    const by = (range: readonly [number, number]) => far * (step ?? (range[1] - range[0]) / 100);
    move(x + dx * by(view.x), y + dy * by(view.y));
  };
  return (
    <div
      role="slider"
      tabIndex={0}
      className={styles.handle}
      style={{
        translate: `${within(left, [0, width])}px ${within(top, [0, height])}px`,
        color: `var(${color})`,
      }}
      data-along={along}
      data-look={look}
      aria-label={label}
      aria-valuenow={along === "y" ? y : x}
      aria-valuetext={said ?? `x₁ ${coordinate(x)}, x₂ ${coordinate(y)}`}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onKeyDown={press}
    />
  );
}

const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

const within = (value: number, [low, high]: readonly [number, number]): number =>
  Math.min(high, Math.max(low, value));
