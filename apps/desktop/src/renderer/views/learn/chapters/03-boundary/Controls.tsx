import { useStore } from "zustand";
import { Slider } from "../../../../design/Slider.js";
import { LearnButtons } from "../../figure/LearnButtons.js";
import layout from "../../figure/layout.module.css";
import { decimal } from "../../figure/numbers.js";
import { Readouts } from "../../figure/Readouts.js";
import { measured, steepness, withSteepness } from "../../twoClasses.js";
import { objective, setWeights, step, store } from "./boundary.js";

export function Controls() {
  const { weights, learningRate, learning, steps } = useStore(store);
  const slope = steepness(weights);
  const { value, gradientNorm } = measured(objective, weights, learningRate);
  return (
    <>
      <div className={layout.sliders}>
        <Slider
          label="Steepness ‖w‖"
          shown={decimal(slope)}
          value={Math.log10(slope)}
          min={-2}
          max={1.5}
          step={0.01}
          onChange={(power) => setWeights(withSteepness(weights, 10 ** power))}
        />
        <Slider
          label="Learning rate η"
          shown={decimal(learningRate)}
          value={Math.log10(learningRate)}
          min={-2}
          max={1}
          step={0.01}
          onChange={(power) => store.setState({ learningRate: 10 ** power })}
        />
      </div>
      <div className={layout.buttons}>
        <LearnButtons
          learning={learning}
          onStep={step}
          onToggle={() => store.setState({ learning: !learning })}
        />
      </div>
      <Readouts
        items={{
          "w₀": decimal(weights[0]),
          "w₁": decimal(weights[1]),
          "w₂": decimal(weights[2]),
          "Loss L": decimal(value, 4),
          "‖∇L‖": decimal(gradientNorm, 4),
          Step: String(steps),
        }}
      />
    </>
  );
}
