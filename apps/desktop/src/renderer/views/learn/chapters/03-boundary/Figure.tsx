import { useStore } from "zustand";
import { drawGrid, drawGround, drawMarks } from "../../figure/draw.js";
import { LineHandles } from "../../figure/LineHandles.js";
import styles from "../../figure/layout.module.css";
import { Plane, type PlaneFrame } from "../../figure/Plane.js";
import { Space } from "../../figure/Space.js";
import { logitsOf } from "../../twoClasses.js";
import { type BoundaryState, points, reach, setWeights, store } from "./boundary.js";
import { drawSurface } from "./drawSurface.js";

const view = { x: [-reach, reach], y: [-reach, reach] } as const;

/** The map of σ(f) with the line on it, and the same as a surface. */
export const Figure = () => (
  <div className={styles.columns}>
    <Plane label="Green and red points on the map of σ(f)" store={store} view={view} draw={drawMap}>
      <Line />
    </Plane>
    <Space label="σ(f) as a surface over the plane" store={store} draw={drawSurface} />
  </div>
);

function Line() {
  const { weights, held } = useStore(store);
  return <LineHandles weights={weights} held={held} onChange={setWeights} />;
}

function drawMap(frame: PlaneFrame<BoundaryState>): void {
  const { state, look } = frame;
  drawGround(frame, logitsOf(state.weights), look.twoClasses);
  drawGrid(frame);
  drawMarks(frame, points, look.twoClasses);
}
