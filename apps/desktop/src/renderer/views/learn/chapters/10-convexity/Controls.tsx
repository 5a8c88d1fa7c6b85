import { useStore } from "zustand";
import { Button } from "../../../../design/Button.js";
import { Slider } from "../../../../design/Slider.js";
import { report } from "../../../../design/Toast.js";
import { Choice } from "../../figure/Choice.js";
import layout from "../../figure/layout.module.css";
import { decimal } from "../../figure/numbers.js";
import { Readouts } from "../../figure/Readouts.js";
import { certify } from "./certify.js";
import { change, chord, curve, dataNames, lossNames, nZero, store } from "./convexity.js";

const least = -4;

export function Controls() {
  const state = useStore(store);
  const { data, loss, l2, seed } = state;
  return (
    <>
      <div className={layout.sliders}>
        <Slider
          label="Penalty l2"
          shown={l2 === 0 ? "0" : l2.toPrecision(2)}
          value={l2 === 0 ? least : Math.log10(l2)}
          min={least}
          max={0}
          step={0.05}
          onChange={(power) => change({ l2: power === least ? 0 : 10 ** power })}
        />
      </div>
      <div className={layout.buttons}>
        <Choice
          label="Loss"
          names={lossNames}
          value={lossNames.indexOf(loss)}
          onChange={(k) => change({ loss: lossNames[k] })}
        />
        <Choice
          label="Data"
          names={dataNames}
          value={dataNames.indexOf(data)}
          onChange={(k) => change({ data: dataNames[k] })}
        />
        <Button onClick={() => change({ seed: seed + 1 })}>Other ends</Button>
        <Button onClick={() => report(certify())} disabled={l2 === 0 || loss !== "cross-entropy"}>
          Certify
        </Button>
      </div>
      <Numbers />
    </>
  );
}

function Numbers() {
  const state = useStore(store);
  const { alpha, eigen, runs, proof } = state;
  const ends = runs.map(({ values }) => values[values.length - 1]);
  return (
    <Readouts
      items={{
        "F − chord": decimal(curve(alpha, state) - chord(alpha, state), 4),
        Eigenvalues: `${eigen.filter((value) => value < -1e-10).length} below 0, ${nZero(state)} zero`,
        "The starts end at F": range(ends, 5),
        "with ‖W‖": range(
          runs.map(({ size }) => size),
          1,
        ),
        ...(proof && {
          "Certified: F cannot be below": `${decimal(proof.objective, 6)} − ${proof.gap.toExponential(0).replace("-", "−")}`,
        }),
      }}
    />
  );
}

/** `0.31718`, or `0.025 … 0.725` where they differ. */
function range(values: readonly number[], decimals: number): string {
  const [low, high] = [Math.min(...values), Math.max(...values)].map((value) => decimal(value, decimals));
  return low === high ? low : `${low} … ${high}`;
}
