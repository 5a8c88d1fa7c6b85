import { SkipBack } from "lucide-react";
import { useStore } from "zustand";
import { Button } from "../../../../design/Button.js";
import { Slider } from "../../../../design/Slider.js";
import { Choice } from "../../figure/Choice.js";
import { LearnButtons } from "../../figure/LearnButtons.js";
import layout from "../../figure/layout.module.css";
import { decimal } from "../../figure/numbers.js";
import { Readouts } from "../../figure/Readouts.js";
import {
  arrival,
  behavior,
  change,
  maxSteps,
  methods,
  ofSum,
  rewind,
  step,
  store,
  walked,
} from "./descent.js";

export function Controls() {
  const state = useStore(store);
  const { learningRate, race, steps, running } = state;
  const range = { value: Math.log10(learningRate), min: -2, max: 1, step: 0.01 };
  const setRate = (power: number) => change({ learningRate: 10 ** power });
  const run = () => {
    if (steps === maxSteps) rewind();
    store.setState({ running: !running });
  };
  return (
    <>
      <div className={layout.sliders}>
        <Slider label="η of the mean" shown={decimal(learningRate, 3)} {...range} onChange={setRate} />
        <Slider label="η of the sum" shown={decimal(ofSum(learningRate), 4)} {...range} onChange={setRate} />
      </div>
      <div className={layout.buttons}>
        <Choice
          label="Methods"
          names={["Gradient descent", "All five"]}
          value={race ? 1 : 0}
          onChange={(k) => change({ race: k === 1 })}
        />
        <LearnButtons
          learning={running}
          names={["Step", "Run"]}
          atEnd={steps === maxSteps}
          onStep={step}
          onToggle={run}
        />
        <Button icon onClick={rewind} aria-label="Back to the start" disabled={steps === 0}>
          <SkipBack size={15} strokeWidth={1.75} aria-hidden />
        </Button>
      </div>
      {race ? <Arrivals /> : <Fate />}
    </>
  );
}

/** Gradient descent by its numbers. */
function Fate() {
  const state = useStore(store);
  const { above, gradient } = walked(state, "gradient descent").at(-1)!;
  return (
    <Readouts
      items={{
        Step: String(state.steps),
        "L − min L": decimal(above, 5),
        "‖∇L‖": decimal(Math.hypot(...gradient), 4),
        "η of the mean": behavior(state) ?? "–",
      }}
    />
  );
}

/** After how many steps each method was within 10⁻⁶ of the minimum. */
function Arrivals() {
  const state = useStore(store);
  return (
    <Readouts
      items={{
        Step: String(state.steps),
        ...Object.fromEntries(
          methods.map((method) => [
            method,
            arrival(state, method) === null ? "–" : `after ${arrival(state, method)}`,
          ]),
        ),
      }}
    />
  );
}
