import { createContext, type RefObject, useContext } from "react";
import type { PlaneView, Projection } from "../../../pictures/plane.js";

interface PlaneScope extends Projection {
  /** What was asked to be seen; handles stay within. */
  readonly view: PlaneView;
  /** Of the picture, in pixels. */
  readonly width: number;
  readonly height: number;
  readonly element: RefObject<HTMLDivElement | null>;
}

export const PlaneContext = createContext<PlaneScope | null>(null);

/** The plane that a component lies over. */
export function usePlane(): PlaneScope {
  const plane = useContext(PlaneContext);
  if (!plane) throw new Error("usePlane: there is no Plane around this component");
  return plane;
}
