import { type PointerEvent, type ReactNode, useMemo, useRef, useState } from "react";
import type { StoreApi } from "zustand";
import { type PlaneView, type Projection, projection } from "../../../pictures/plane.js";
import { Drawing, type Frame } from "./Drawing.js";
import styles from "./figure.module.css";
import { PlaneContext } from "./planeContext.js";

export interface PlaneFrame<S> extends Frame<S>, Projection {
  /** What is seen: the view asked for and, where units are equal, what is beside it. */
  readonly view: PlaneView;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

export interface PlaneProps<S> {
  readonly label: string;
  readonly store: StoreApi<S>;
  /** What must be seen of the plane. */
  readonly view: PlaneView;
  /** Not the same unit in both directions, as where a function is plotted: the view fills the place. */
  readonly stretched?: boolean;
  draw(frame: PlaneFrame<S>): void;
  /** Pressed where no handle is. Give a `Handle` with `onPress` too, for those without a mouse. */
  onPress?(x: number, y: number): void;
  /** `Handle`s, and what else lies over the picture. */
  readonly children?: ReactNode;
}

/**
 * The plane of x₁ and x₂ (or of x and f(x)): a picture of a store's state, and handles to change it.
 *
 * @example
 * <Plane label="Two classes and a line" store={useLine} view={{ x: [-4, 4], y: [-3, 3] }} draw={drawLine}>
 *   <Handle label="The line" x={x} y={y} onMove={move} />
 * </Plane>
 */
export function Plane<S>(props: PlaneProps<S>) {
  const { label, store, view, stretched = false, draw, onPress, children } = props;
  const [size, setSize] = useState<Size>({ width: 1, height: 1 });
  const element = useRef<HTMLDivElement>(null);
  const seen = useMemo(() => seenOf(view, size, stretched), [view, size, stretched]);
  const projected = useMemo(() => projection(seen, size.width, size.height), [seen, size]);
  const drawPlane = useMemo(
    () => (frame: Frame<S>) => draw({ ...frame, ...projection(seen, frame.width, frame.height), view: seen }),
    [draw, seen],
  );
  const context = useMemo(
    () => ({ ...projected, view, width: size.width, height: size.height, element }),
    [projected, view, size],
  );
  const press = ({ button, target, currentTarget, nativeEvent }: PointerEvent) => {
    if (button === 0 && target === currentTarget)
      onPress?.(...projected.toPlane(nativeEvent.offsetX, nativeEvent.offsetY));
  };
  return (
    <Drawing
      label={label}
      store={store}
      draw={drawPlane}
      onSize={(width, height) => setSize({ width: Math.max(1, width), height: Math.max(1, height) })}
    >
      <div ref={element} className={styles.over} onPointerDown={press}>
        <PlaneContext value={context}>{children}</PlaneContext>
      </div>
    </Drawing>
  );
}

/** The part of the plane that fills a picture of this size, the view in its middle. */
function seenOf(view: PlaneView, { width, height }: Size, stretched: boolean): PlaneView {
  const { x, y } = view;
  if (stretched) return view;
  const unit = Math.max((x[1] - x[0]) / width, (y[1] - y[0]) / height);
  const [beside, above] = [(unit * width - x[1] + x[0]) / 2, (unit * height - y[1] + y[0]) / 2];
  return { x: [x[0] - beside, x[1] + beside], y: [y[0] - above, y[1] + above] };
}
