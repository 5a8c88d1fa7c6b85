import { useStore } from "zustand";
import { Bars } from "../../figure/Bars.js";
import { Handle } from "../../figure/Handle.js";
import columns from "../../figure/layout.module.css";
import { decimal, subscript } from "../../figure/numbers.js";
import { Plane } from "../../figure/Plane.js";
import { ScoreBars } from "../../figure/ScoreBars.js";
import { Space } from "../../figure/Space.js";
import styles from "../../figure/stack.module.css";
import { drawSegment, drawTetrahedron, drawTriangle } from "./drawSimplex.js";
import {
  atTriangle,
  nearestOnSegment,
  placeOf,
  probabilitiesOf,
  scoresOf,
  setProbabilities,
  setScore,
  store,
} from "./simplex.js";

/** The simplex with the prediction in it; beside it the scores, and the probabilities that they give. */
export const Figure = () => (
  <div className={columns.columns}>
    <Simplex />
    <div className={styles.stack}>
      <ScoreBars label="Scores" store={store} scoresOf={scoresOf} range={range} onChange={setScore} />
      <Probabilities />
    </div>
  </div>
);

const range = [-11, 11] as const;
const aroundSegment = { x: [-0.2, 1.2], y: [-0.2, 1.2] } as const;
const aroundTriangle = { x: [-0.1, 1.1], y: [-0.15, 1] } as const;
const eye = { yaw: 1, pitch: 0.35 };

function Simplex() {
  const nClasses = useStore(store, (state) => state.nClasses);
  if (nClasses === 4)
    return (
      <Space label="The tetrahedron of four probabilities" store={store} eye={eye} draw={drawTetrahedron} />
    );
  return nClasses === 3 ? (
    <Plane
      label="The triangle of three probabilities"
      store={store}
      view={aroundTriangle}
      draw={drawTriangle}
    >
      <Prediction fromPlace={atTriangle} />
    </Plane>
  ) : (
    <Plane label="The segment of two probabilities" store={store} view={aroundSegment} draw={drawSegment}>
      <Prediction fromPlace={nearestOnSegment} />
    </Plane>
  );
}

/** ŷ, to be dragged; the scores follow. */
function Prediction({ fromPlace }: { fromPlace(x: number, y: number): number[] }) {
  const y = probabilitiesOf(useStore(store));
  const [across, up] = placeOf(y);
  const said = y.map((each, c) => `ŷ${subscript(c + 1)} ${decimal(each, 3)}`).join(", ");
  return (
    <Handle
      label="Prediction ŷ"
      said={said}
      x={across}
      y={up}
      onMove={(...place) => setProbabilities(fromPlace(...place))}
    />
  );
}

function Probabilities() {
  const y = probabilitiesOf(useStore(store));
  return (
    <div className={styles.numbers}>
      <Bars label="Probabilities" values={y} names={y.map((_, c) => `ŷ${subscript(c + 1)}`)} decimals={6} />
    </div>
  );
}
