import { useStore } from "zustand";
import { drawGrid, drawGround, drawMarks, drawRings } from "../../figure/draw.js";
import { Handle } from "../../figure/Handle.js";
import { LineHandles } from "../../figure/LineHandles.js";
import { Plane, type PlaneFrame } from "../../figure/Plane.js";
import { classColors, classNames, logitsOf } from "../../twoClasses.js";
import { misclassified, type PointsState, paint, reach, setWeights, store } from "./points.js";

const view = { x: [-reach, reach], y: [-reach, reach] } as const;

/** The points, the line and the ground on both of its sides; rings around what is on the wrong side. */
export const Figure = () => (
  <Plane label="Green and red points and a line" store={store} view={view} draw={drawPlane} onPress={paint}>
    <Handles />
  </Plane>
);

function Handles() {
  const { weights, held, cross, brush } = useStore(store);
  return (
    <>
      <LineHandles weights={weights} held={held} onChange={setWeights} />
      <Handle
        label={`Paint a ${classNames[brush]} point here: Space`}
        look="cross"
        color={classColors[brush]}
        x={cross[0]}
        y={cross[1]}
        onMove={(...to) => store.setState({ cross: to })}
        onPress={() => paint(...cross)}
      />
    </>
  );
}

function drawPlane(frame: PlaneFrame<PointsState>): void {
  const { state, look } = frame;
  drawGround(frame, logitsOf(state.weights), look.twoClasses);
  drawGrid(frame);
  drawMarks(frame, state.points, look.twoClasses);
  drawRings(frame, misclassified(state), look.ink);
}
