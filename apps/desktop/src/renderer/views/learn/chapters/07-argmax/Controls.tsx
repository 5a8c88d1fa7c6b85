import { useStore } from "zustand";
import { Slider } from "../../../../design/Slider.js";
import layout from "../../figure/layout.module.css";
import { decimal } from "../../figure/numbers.js";
import { Readouts } from "../../figure/Readouts.js";
import { likeliest, smoothMax, store } from "./argmax.js";

export function Controls() {
  const { scores, temperature, constant } = useStore(store);
  return (
    <>
      <div className={layout.sliders}>
        <Slider
          label="Temperature T"
          shown={decimal(temperature)}
          value={Math.log10(temperature)}
          min={-1}
          max={1}
          step={0.01}
          onChange={(power) => store.setState({ temperature: 10 ** power })}
        />
        <Slider
          label="Add a to all scores"
          shown={decimal(constant, 0)}
          value={constant}
          min={-200}
          max={1000}
          step={1}
          onChange={(value) => store.setState({ constant: value })}
        />
      </div>
      <Readouts
        items={{
          "c* = arg max s": String(likeliest(scores) + 1),
          "max s": decimal(Math.max(...scores)),
          "T ln Σ e^(s/T)": decimal(smoothMax(scores, temperature), 3),
        }}
      />
    </>
  );
}
