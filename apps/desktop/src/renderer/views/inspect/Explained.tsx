import { useState } from "react";
import type { ExplainedSample } from "../../../shared/ipc/inspect.js";
import { count, percent } from "../../design/format.js";
import { useInspect } from "../../state/inspect.js";
import { BarSelect } from "./BarSelect.js";
import { ContributionTable } from "./ContributionTable.js";
import { normalizedScores } from "./contributions.js";
import styles from "./Explained.module.css";
import { NormalizationTable } from "./NormalizationTable.js";
import { PictureView, SignedMap } from "./PictureView.js";

/** Why the model says what it says of the chosen sample, in numbers that add up. */
export function Explained() {
  const sample = useInspect((state) => state.sample);
  const list = useInspect((state) => state.list);
  if (!sample)
    return (
      <section className={styles.frame} aria-label="Explanation">
        {list?.total === 0 && (
          <p className={styles.hint}>
            Choose a cell of the matrix that has samples: how the model decides on each is shown here.
          </p>
        )}
      </section>
    );
  return <Explanation key={sample.index} {...sample} />;
}

function Explanation(sample: ExplainedSample) {
  const { row, truth, predicted, confidence, picture } = sample;
  const classes = useInspect((state) => state.opened!.classes);
  const [chosen, setChosen] = useState(predicted);
  return (
    <section className={styles.frame} aria-label="Explanation">
      <header className={styles.header}>
        {picture && <PictureView picture={picture} size={96} label={`The image in row ${row}`} />}
        <div>
          <h2 className={styles.title}>Row {count(row)}</h2>
          <p>
            The model says <strong>{classes[predicted]}</strong> with {percent(confidence)}.
          </p>
          <p className={truth === predicted ? styles.right : styles.wrong}>
            {truth === predicted ? "That is right." : `In truth it is ${classes[truth]}.`}
          </p>
        </div>
        {picture && <ContributionMap sample={sample} chosen={chosen} />}
      </header>
      <section className={styles.part} aria-label="Score">
        <div className={styles.head}>
          <h3>1. What speaks for a class</h3>
          <BarSelect
            label="Class"
            value={String(chosen)}
            items={classes.map((label, c) => ({ value: String(c), label: String(label) }))}
            onChange={(c) => setChosen(Number(c))}
          />
        </div>
        <p className={styles.text}>
          Each feature’s value times the class’s weight for it; their sum and the bias are the score.
        </p>
        <ContributionTable sample={sample} chosen={chosen} />
      </section>
      <section className={styles.part} aria-label="Probabilities">
        <h3>2. From scores to probabilities</h3>
        <NormalizationTable
          numbers={normalizedScores(sample)}
          classes={classes}
          chosen={chosen}
          link={sample.link}
        />
      </section>
    </section>
  );
}

/** Where in the image something speaks for the class, or against it. */
function ContributionMap({ sample, chosen }: { readonly sample: ExplainedSample; readonly chosen: number }) {
  const image = useInspect((state) => state.weights?.image);
  if (!image || sample.nFeatures !== image.width * image.height) return null;
  const m = sample.features.length;
  const values = new Float64Array(sample.nFeatures);
  for (const [k, j] of sample.features.entries()) values[j] = sample.contributions[chosen * m + k];
  const largest = sample.contributions.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return (
    <figure className={styles.map}>
      <SignedMap
        width={image.width}
        height={image.height}
        values={values}
        largest={largest}
        size={96}
        label="What each pixel adds to the score"
      />
      <figcaption>
        <span className={styles.for}>for</span>, <span className={styles.against}>against</span>
      </figcaption>
    </figure>
  );
}
