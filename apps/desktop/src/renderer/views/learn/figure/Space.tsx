import { type KeyboardEvent, useMemo, useRef } from "react";
import { createStore, type StoreApi, useStore } from "zustand";
import { Drawing, type Frame } from "./Drawing.js";
import styles from "./figure.module.css";
import { decimal } from "./numbers.js";
import { type Eye, projectionOf, type SpaceProjection } from "./space.js";

export interface SpaceFrame<S> extends Frame<S>, SpaceProjection {}

export interface SpaceProps<S> {
  readonly label: string;
  readonly store: StoreApi<S>;
  /** How it is looked at first. */
  readonly eye?: Eye;
  /** Draws the state; `project(x, y, z)` says where a place of the cube −1 … 1 is. */
  draw(frame: SpaceFrame<S>): void;
}

const usual: Eye = { yaw: -0.6, pitch: 0.55 };

/**
 * Space, turned by dragging and by the arrow keys. z points upward.
 *
 * @example
 * <Space label="σ over the plane" store={useBoundary} draw={drawSurface} />
 */
export function Space<S>({ label, store, eye = usual, draw }: SpaceProps<S>) {
  const turned = useRef<StoreApi<Eye>>(null);
  turned.current ??= createStore<Eye>(() => eye);
  const seen = turned.current;
  const drawSpace = useMemo(
    () => (frame: Frame<S>) =>
      draw({ ...frame, ...projectionOf(seen.getState(), frame.width, frame.height) }),
    [draw, seen],
  );
  return (
    <Drawing label={label} store={store} also={seen} draw={drawSpace}>
      <Grip label={label} turned={seen} />
    </Drawing>
  );
}

/** Lies over the picture and is what is dragged. */
function Grip({ label, turned }: { readonly label: string; readonly turned: StoreApi<Eye> }) {
  const { yaw, pitch } = useStore(turned);
  const turn = (across: number, up: number) =>
    turned.setState({ yaw: yaw + across, pitch: Math.min(1.5, Math.max(-0.2, pitch + up)) });
  const press = (event: KeyboardEvent) => {
    const arrow = arrows[event.key];
    if (!arrow) return;
    event.preventDefault();
    turn(...arrow);
  };
  const degrees = (radians: number) => decimal((radians * 180) / Math.PI, 0);
  return (
    <div
      role="slider"
      tabIndex={0}
      className={styles.grip}
      aria-label={`Turn: ${label}`}
      aria-valuenow={Math.round((yaw * 180) / Math.PI)}
      aria-valuetext={`turned by ${degrees(yaw)}°, raised by ${degrees(pitch)}°`}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId))
          turn(event.movementX * 0.008, event.movementY * 0.008);
      }}
      onKeyDown={press}
    />
  );
}

const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-0.1, 0],
  ArrowRight: [0.1, 0],
  ArrowUp: [0, -0.1],
  ArrowDown: [0, 0.1],
};
