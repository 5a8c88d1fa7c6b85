import { useStore } from "zustand";
import { Button } from "../../../../design/Button.js";
import { percent } from "../../../../design/format.js";
import { LearnButtons } from "../../figure/LearnButtons.js";
import layout from "../../figure/layout.module.css";
import { decimal } from "../../figure/numbers.js";
import { Readouts } from "../../figure/Readouts.js";
import { accuracyOf, lamps, names, step, store } from "./color.js";
import { knots } from "./light.js";

/** Lights to begin with. */
const presets: Readonly<Record<string, readonly number[]>> = {
  Green: lamps(525),
  Red: lamps(650),
  "Green + red": lamps(550, 625),
  White: knots.map(() => 0.8),
};

export function Controls() {
  const { solver, learning, shown } = useStore(store);
  const [long, medium, short] = [0, 1, 2].map((k) => decimal(solver.params[3 * shown + k], 1));
  return (
    <>
      <div className={layout.buttons}>
        {Object.entries(presets).map(([name, heights]) => (
          <Button key={name} onClick={() => store.setState({ heights })}>
            {name}
          </Button>
        ))}
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
          [`w of ${names[shown]}: long`]: long,
          medium,
          short,
          Recognized: percent(accuracyOf(solver.params)),
          Step: String(solver.step),
        }}
      />
    </>
  );
}
