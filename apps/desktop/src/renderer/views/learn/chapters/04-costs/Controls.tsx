import { useStore } from "zustand";
import { Slider } from "../../../../design/Slider.js";
import { LearnButtons } from "../../figure/LearnButtons.js";
import layout from "../../figure/layout.module.css";
import { decimal } from "../../figure/numbers.js";
import { Readouts } from "../../figure/Readouts.js";
import { costOf, sigma, startFrom, step, store } from "./costs.js";

export function Controls() {
  const { f, start, weights, steps, learning } = useStore(store);
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
        <LearnButtons
          learning={learning}
          names={["One step each", "Train both"]}
          onStep={step}
          onToggle={() => store.setState({ learning: !learning })}
        />
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
