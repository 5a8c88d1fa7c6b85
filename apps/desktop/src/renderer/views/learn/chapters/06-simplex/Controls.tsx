import { useStore } from "zustand";
import { Slider } from "../../../../design/Slider.js";
import { Choice } from "../../figure/Choice.js";
import layout from "../../figure/layout.module.css";
import { decimal } from "../../figure/numbers.js";
import { Readouts } from "../../figure/Readouts.js";
import { type ClassCount, probabilitiesOf, reach, scoresOf, store } from "./simplex.js";

const counts = [2, 3, 4] as const satisfies readonly ClassCount[];
const figures = ["2: a segment", "3: a triangle", "4: a tetrahedron"];

export function Controls() {
  const state = useStore(store);
  const { nClasses, constant } = state;
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
  return (
    <>
      <div className={layout.buttons}>
        <Choice
          label="Number of classes"
          names={figures}
          value={counts.indexOf(nClasses)}
          onChange={(k) => store.setState({ nClasses: counts[k] })}
        />
      </div>
      <Slider
        label="Add to all scores"
        shown={decimal(constant, 1)}
        value={constant}
        min={-reach}
        max={reach}
        step={0.1}
        onChange={(value) => store.setState({ constant: value })}
      />
      <Readouts
        items={{
          "Sum of the scores": decimal(sum(scoresOf(state))),
          "Sum of the probabilities": decimal(sum(probabilitiesOf(state)), 6),
        }}
      />
    </>
  );
}
