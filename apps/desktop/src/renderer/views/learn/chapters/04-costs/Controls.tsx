import { Pause, Play, StepForward } from "lucide-react";
import { useStore } from "zustand";
import { Button } from "../../../../design/Button.js";
import { Slider } from "../../../../design/Slider.js";
import layout from "../../figure/layout.module.css";
import { decimal } from "../../figure/numbers.js";
import { Readouts } from "../../figure/Readouts.js";
import { useAnimation } from "../../figure/useAnimation.js";
import { costOf, sigma, startFrom, step, store } from "./costs.js";

export function Controls() {
  const { f, start, weights, steps, learning } = useStore(store);
  useAnimation(learning, step);
  const icon = { size: 15, strokeWidth: 1.75, "aria-hidden": true };
  return (
    <>
      <Slider
        label="Start both at w₁"
        shown={decimal(start, 1)}
        value={start}
        min={-6}
        max={-0.5}
        step={0.1}
        onChange={startFrom}
      />
      <div className={layout.buttons}>
        <Button onClick={step}>
          <StepForward {...icon} />
          One step each
        </Button>
        <Button onClick={() => store.setState({ learning: !learning })}>
          {learning ? <Pause {...icon} /> : <Play {...icon} />}
          {learning ? "Pause" : "Train both"}
        </Button>
      </div>
      <Readouts
        items={{
          "σ(f)": decimal(sigma(f), 4),
          "Quadratic slope": decimal(costOf("quadratic", f).slope, 4),
          "Logarithmic slope": decimal(costOf("logarithmic", f).slope, 4),
          "w₁ quadratic": decimal(weights.quadratic[1]),
          "w₁ logarithmic": decimal(weights.logarithmic[1]),
          Step: String(steps),
        }}
      />
    </>
  );
}
