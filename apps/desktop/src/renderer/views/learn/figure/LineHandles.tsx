import { along, footOn, movedTo, turnedTo } from "../line.js";
import { steepness, type Weights } from "../twoClasses.js";
import { Handle } from "./Handle.js";
import { coordinate } from "./numbers.js";

export interface LineHandlesProps {
  readonly weights: Weights;
  /** Where the line is held: the handle is at its nearest point. */
  readonly held: readonly [number, number];
  /** From one handle to the other, in units of the plane. */
  readonly arm?: number;
  onChange(weights: Weights, held: readonly [number, number]): void;
}

/** Two handles on the line w₀ + w₁x₁ + w₂x₂ = 0 of a `Plane`: one moves it, the other turns it. */
export function LineHandles({ weights, held, arm = 2, onChange }: LineHandlesProps) {
  if (steepness(weights) === 0) return null;
  const foot = footOn(weights, held);
  const [x, y] = along(weights, foot, arm);
  const [w0, w1, w2] = weights.map(coordinate);
  const said = `w₀ ${w0}, w₁ ${w1}, w₂ ${w2}`;
  return (
    <>
      <Handle
        label="Move the line"
        x={foot[0]}
        y={foot[1]}
        said={said}
        onMove={(...to) => onChange(movedTo(weights, to), to)}
      />
      <Handle
        label="Turn the line"
        x={x}
        y={y}
        said={said}
        onMove={(...to) => onChange(turnedTo(weights, foot, to), foot)}
      />
    </>
  );
}
