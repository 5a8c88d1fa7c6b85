import { useState } from "react";
import type { ModelWeights } from "../../../shared/ipc/inspect.js";
import { count } from "../../design/format.js";
import { Tabs } from "../../design/Tabs.js";
import { SignedMap } from "./PictureView.js";
import styles from "./Weights.module.css";
import { WeightTable } from "./WeightTable.js";
import { gridOf, largestWeight, type WeightImages } from "./weightImages.js";

type Shown = "images" | "table";

/** What the model has learned: its weights, as images where it looks at images, and as a table. */
export function Weights({ weights }: { readonly weights: ModelWeights }) {
  const [shown, setShown] = useState<Shown>("images");
  if (!weights.image)
    return (
      <div className={styles.frame}>
        <p className={styles.text}>{meaning(weights)}</p>
        <WeightTable model={weights} />
      </div>
    );
  return (
    <Tabs<Shown>
      label="Weights"
      value={shown}
      className={styles.frame}
      items={[
        { value: "images", label: "As images" },
        { value: "table", label: "As a table" },
      ]}
      onChange={setShown}
      frame={(tabs) => (
        <div className={styles.bar}>
          {tabs}
          <p className={styles.text}>{meaning(weights)}</p>
        </div>
      )}
    >
      {shown === "images" ? <Images {...weights} image={weights.image} /> : <WeightTable model={weights} />}
    </Tabs>
  );
}

function meaning({ standardized, nFeatures, names, image }: ModelWeights): string {
  const less =
    names.length < nFeatures ? ` The ${count(names.length)} largest of ${count(nFeatures)} are shown.` : "";
  if (image) return `A pixel speaks for the class where orange, against it where blue.${less}`;
  const unit = standardized
    ? " Numbers were standardized, so a weight is for one standard deviation, and weights can be compared."
    : "";
  return `Above zero a feature speaks for the class, below zero against it.${unit}${less}`;
}

function Images({ classes, image }: ModelWeights & { readonly image: WeightImages }) {
  const largest = largestWeight(image);
  return (
    <ul className={styles.images}>
      {classes.map((label, c) => (
        <li key={label} className={styles.image}>
          <SignedMap
            width={image.width}
            height={image.height}
            values={gridOf(image, c)}
            largest={largest}
            size={168}
            label={`Weights of ${label} by pixel; the table has the numbers`}
          />
          <span>{label}</span>
        </li>
      ))}
    </ul>
  );
}
