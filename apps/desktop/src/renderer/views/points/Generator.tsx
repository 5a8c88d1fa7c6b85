import { useState } from "react";
import { type PointShape, pointShapes } from "../../../shared/pointNames.js";
import { Button } from "../../design/Button.js";
import { Field, Input } from "../../design/Field.js";
import { Select } from "../../design/Select.js";
import { report } from "../../design/Toast.js";
import { usePoints } from "../../state/points.js";
import styles from "./PointPanel.module.css";

const names: Readonly<Record<PointShape, string>> = {
  blobs: "Clouds",
  rings: "Rings",
  moons: "Moons",
  spirals: "Spirals",
  xor: "Quadrants (xor)",
};
const items = pointShapes.map((value) => ({ value, label: names[value] }));
/** Those whose number of classes is free. */
const anyNumber: readonly PointShape[] = ["blobs", "rings", "spirals"];

/** Points drawn at random in the place of those on the canvas. */
export function Generator() {
  const [shape, setShape] = useState<PointShape>("blobs");
  const [given, setGiven] = useState({ nSamples: "200", nClasses: "3", noise: "", seed: "0" });
  const draw = usePoints((state) => state.draw);
  const field = (name: keyof typeof given, label: string, hint: string, disabled = false) => (
    <Field label={label} hint={hint}>
      <Input
        numeric
        value={disabled ? "2" : given[name]}
        placeholder={name === "noise" ? "as usual" : undefined}
        disabled={disabled}
        onChange={(text) => setGiven({ ...given, [name]: text })}
      />
    </Field>
  );
  return (
    <section>
      <h2 className={styles.heading}>Or begin with points drawn at random</h2>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const noise = given.noise.trim() === "" ? undefined : Number(given.noise);
          const [nSamples, nClasses, seed] = [given.nSamples, given.nClasses, given.seed].map(Number);
          report(draw({ shape, nSamples, nClasses, seed, noise }));
        }}
      >
        <Field label="Shape">
          <Select<PointShape> value={shape} items={items} onChange={setShape} />
        </Field>
        {field("nSamples", "Points", "How many; at most 5000.")}
        {field(
          "nClasses",
          "Classes",
          "Two to eight, where the shape leaves it open.",
          !anyNumber.includes(shape),
        )}
        {field("noise", "Noise", "How far points stray from the shape: the deviation of both coordinates.")}
        {field("seed", "Seed", "Another number draws other points of the same kind.")}
        <Button type="submit" className={styles.draw}>
          Draw
        </Button>
      </form>
    </section>
  );
}
