import { useMemo } from "react";
import { useStore } from "zustand";
import { Bars } from "../../figure/Bars.js";
import { Choice } from "../../figure/Choice.js";
import { Handle } from "../../figure/Handle.js";
import { decimal } from "../../figure/numbers.js";
import { Plane } from "../../figure/Plane.js";
import { type Curve, Plot } from "../../figure/Plot.js";
import { type ColorState, names, probabilitiesOf, receptorAt, setHeight, store } from "./color.js";
import { coneCurves, coneTokens, nameTokens } from "./curves.js";
import { drawLight, drawNames } from "./drawLight.js";
import styles from "./Figure.module.css";
import { conesOf, knots, range, shownAs } from "./light.js";

const lightView = { x: range, y: [-0.22, 1.12] } as const;
const receptorView = { x: range, y: [-1.15, 1.15] } as const;

/** The light and, below, the cones and a receptor; on the right what they make of it. */
export const Figure = () => (
  <div className={styles.figure}>
    <Plane
      label="Power of the light at each wavelength"
      store={store}
      view={lightView}
      stretched
      draw={drawLight}
      onPress={setNearest}
    >
      <Knots />
    </Plane>
    <Receptor />
    <Seen />
  </div>
);

function Knots() {
  const heights = useStore(store, (state) => state.heights);
  return knots.map((wavelength, k) => (
    <Handle
      key={wavelength}
      label={`Light of ${wavelength} nm`}
      said={`power ${decimal(heights[k])}`}
      color="--text"
      along="y"
      step={0.05}
      x={wavelength}
      y={heights[k]}
      onMove={(_, height) => setHeight(k, Math.min(1, Math.max(0, height)))}
    />
  ));
}

/** Shapes the knot that is nearest to a place. */
function setNearest(wavelength: number, height: number): void {
  const k = Math.round((wavelength - knots[0]) / (knots[1] - knots[0]));
  if (k >= 0 && k < knots.length) setHeight(k, Math.min(1, Math.max(0, height)));
}

function Receptor() {
  const shown = useStore(store, (state) => state.shown);
  const curves = useMemo((): Curve<ColorState>[] => {
    const f = (wavelength: number, { solver, peaks }: ColorState) =>
      peaks[shown] === 0 ? 0 : receptorAt(solver.params, shown, wavelength) / peaks[shown];
    return [...coneCurves, { name: `${names[shown]}'s receptor`, color: nameTokens[shown], f }];
  }, [shown]);
  return (
    <div className={styles.receptor}>
      <div className={styles.choice}>
        Receptor of
        <Choice
          label="Show the receptor of"
          names={names}
          value={shown}
          onChange={(c) => store.setState({ shown: c })}
        />
      </div>
      <Plot
        label="The cones' sensitivities, and a color's receptor made of them, each by its peak"
        store={store}
        view={receptorView}
        xName="λ (nm)"
        xDecimals={0}
        decimals={2}
        curves={curves}
        draw={drawNames}
      />
    </div>
  );
}

/** The light as it looks, what the cones report, and what it is called. */
function Seen() {
  const { heights, solver } = useStore(store);
  const x = conesOf(heights);
  return (
    <div className={styles.seen}>
      <div className={styles.swatch} style={{ background: shownAs(heights) }} />
      <h2>Cones report</h2>
      <Bars
        label="Cone responses"
        names={["long", "medium", "short"]}
        colors={coneTokens}
        values={x}
        decimals={2}
      />
      <h2>It is called</h2>
      <Bars
        label="Probabilities"
        names={names}
        colors={nameTokens}
        values={probabilitiesOf(solver.params, x)}
        decimals={2}
      />
    </div>
  );
}
