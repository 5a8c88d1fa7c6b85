import { useStore } from "zustand";
import { Choice } from "../../figure/Choice.js";
import layout from "../../figure/layout.module.css";
import { decimal } from "../../figure/numbers.js";
import { Readouts } from "../../figure/Readouts.js";
import {
  hard,
  hardShare,
  type PairFunction,
  setS,
  side,
  sigmoidShare,
  soft,
  softShare,
  store,
  threshold,
} from "./maxOrSoftmax.js";

const wholes = [3, 4, 5, 6, 7];

export function Controls() {
  const state = useStore(store);
  const { s } = state;
  const byMax = hardShare(state);
  return (
    <>
      <div className={layout.buttons}>
        <Choice
          label="s, a whole number"
          names={wholes.map((whole) => `s = ${whole}`)}
          value={wholes.indexOf(s)}
          onChange={(k) => setS(wholes[k])}
        />
      </div>
      <Readouts
        items={{
          s: decimal(s),
          "f = max": `${fraction(hard, s)} = ${Number.isNaN(byMax) ? "0/0, no answer" : byMax}`,
          "f = softmax": `${fraction(soft, s)} = ${decimal(softShare(state), 6)}`,
          [`σ(${decimal(s - threshold)})`]: decimal(sigmoidShare(state), 6),
        }}
      />
    </>
  );
}

/** Its numbers, as they stand in the formula. */
function fraction(f: PairFunction, s: number): string {
  const [above, below] = ([1, -1] as const).map((sign) => decimal(side(f, [s], sign).item(), 3));
  return `${above} / (${above} + ${below})`;
}
