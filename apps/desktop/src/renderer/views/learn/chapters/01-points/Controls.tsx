import { useStore } from "zustand";
import { Button } from "../../../../design/Button.js";
import { Slider } from "../../../../design/Slider.js";
import { Choice } from "../../figure/Choice.js";
import layout from "../../figure/layout.module.css";
import { decimal } from "../../figure/numbers.js";
import { Readouts } from "../../figure/Readouts.js";
import { classColors, classNames, type Weights } from "../../twoClasses.js";
import { clear, drawOthers, meanLoss, misclassified, setWeights, store } from "./points.js";

const names = ["w₀", "w₁", "w₂"];

export function Controls() {
  const state = useStore(store);
  const { weights, points, brush } = state;
  const set = (k: number, value: number) =>
    setWeights(weights.map((each, j) => (j === k ? value : each)) as unknown as Weights);
  return (
    <>
      <div className={layout.sliders}>
        {names.map((name, k) => (
          <Slider
            key={name}
            label={name}
            shown={decimal(weights[k])}
            value={weights[k]}
            min={-10}
            max={10}
            step={0.05}
            onChange={(value) => set(k, value)}
          />
        ))}
      </div>
      <div className={layout.buttons}>
        <Choice
          label="Paint with"
          names={classNames}
          colors={classColors}
          value={brush}
          onChange={(c) => store.setState({ brush: c === 1 ? 1 : 0 })}
        />
        <Button onClick={drawOthers}>Draw others</Button>
        <Button onClick={clear} disabled={points.length === 0}>
          Clear
        </Button>
      </div>
      <Readouts
        items={{
          Right: `${points.length - misclassified(state).length} of ${points.length}`,
          "Loss (mean of −ln ŷ)": points.length === 0 ? "–" : decimal(meanLoss(state), 4),
        }}
      />
    </>
  );
}
