import { useStore } from "zustand";
import { Button } from "../../../../design/Button.js";
import { Slider } from "../../../../design/Slider.js";
import { Bars } from "../../figure/Bars.js";
import layout from "../../figure/layout.module.css";
import { decimal } from "../../figure/numbers.js";
import { Readouts } from "../../figure/Readouts.js";
import { choose, chooseAll, chooseNone, store, terms } from "./entropy.js";

export function Controls() {
  const { chosen, copies, labelSmoothing, current, products, sums } = useStore(store);
  const each = terms(current, labelSmoothing);
  return (
    <>
      <div className={layout.sliders}>
        <Slider
          label="How often each"
          shown={`${copies} ×`}
          value={Math.log10(copies)}
          min={0}
          max={2}
          step={0.01}
          onChange={(power) => choose({ copies: Math.round(10 ** power) })}
        />
        <Slider
          label="Label smoothing ε"
          shown={decimal(labelSmoothing)}
          value={labelSmoothing}
          min={0}
          max={0.5}
          step={0.01}
          onChange={(value) => choose({ labelSmoothing: value })}
        />
      </div>
      <Bars
        label="Terms of the point"
        values={each.map(({ value }) => value)}
        names={each.map(
          ({ y, logProbability }) => `−${decimal(y)} · ln ${probability(Math.exp(logProbability))}`,
        )}
        most={Math.max(1, ...each.map(({ value }) => value))}
      />
      <div className={layout.buttons}>
        <Button onClick={chooseAll}>Choose all</Button>
        <Button onClick={chooseNone} disabled={chosen.length === 0}>
          None
        </Button>
      </div>
      <Readouts
        items={{
          Points: String(chosen.length * copies),
          "Product of ŷ": product(products[products.length - 1]),
          "Sum of −ln ŷ": decimal(sums[sums.length - 1], 3),
        }}
      />
    </>
  );
}

const probability = (p: number): string => (p < 0.001 ? power(p) : p.toFixed(3));

const product = (value: number): string =>
  value === 0 ? "0, underflown" : value < 0.001 ? power(value) : value.toFixed(4);

/** `2.4 · 10⁻⁵⁰`. */
function power(value: number): string {
  const [digits, exponent] = value.toExponential(1).split("e-");
  return `${digits} · 10⁻${exponent.replace(/\d/g, (digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)])}`;
}
