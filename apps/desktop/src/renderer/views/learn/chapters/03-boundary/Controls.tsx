import { Pause, Play, StepForward } from "lucide-react";
import { useStore } from "zustand";
import { Button } from "../../../../design/Button.js";
import { Slider } from "../../../../design/Slider.js";
import layout from "../../figure/layout.module.css";
import { decimal } from "../../figure/numbers.js";
import { Readouts } from "../../figure/Readouts.js";
import { useAnimation } from "../../figure/useAnimation.js";
import { measured, steepness, withSteepness } from "../../twoClasses.js";
import { objective, setWeights, step, store } from "./boundary.js";

export function Controls() {
  const { weights, learningRate, learning, steps } = useStore(store);
  useAnimation(learning, step);
  const slope = steepness(weights);
  const { value, gradientNorm } = measured(objective, weights, learningRate);
  const icon = { size: 15, strokeWidth: 1.75, "aria-hidden": true };
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
        <Button onClick={step}>
          <StepForward {...icon} />
          Learn one step
        </Button>
        <Button onClick={() => store.setState({ learning: !learning })}>
          {learning ? <Pause {...icon} /> : <Play {...icon} />}
          {learning ? "Pause" : "Keep learning"}
        </Button>
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
