import { X } from "lucide-react";
import type { DatasetSummary } from "../../../shared/ipc/data.js";
import { Button } from "../../design/Button.js";
import { count } from "../../design/format.js";
import { Slider } from "../../design/Slider.js";
import { report } from "../../design/Toast.js";
import { setSplit } from "../../state/columnRoles.js";
import { useData } from "../../state/data.js";
import { useTrain } from "../../state/train.js";
import styles from "./LabelPanel.module.css";

/** Which rows are held out: to test the model on, and to watch training with. */
export function SplitPanel({ dataset }: { readonly dataset: DatasetSummary }) {
  const testFile = useData((state) => state.testFile);
  const chooseTest = useData((state) => state.chooseTest);
  const setTest = useData((state) => state.setTest);
  const testSize = useTrain((state) => state.options.testSize);
  const { nSamples, nTest } = dataset;
  const nTraining = typeof testSize === "number" ? nSamples * (1 - testSize) : nSamples;
  return (
    <section aria-label="Split" className={styles.split}>
      <h2 className={styles.heading}>Rows to hold out</h2>
      {nTest > 0 ? (
        <p className={styles.test}>
          <span>
            {count(nTest)} test rows {testFile ? `in ${testFile.name}` : "came with the data"}
          </span>
          {testFile && (
            <Button
              look="quiet"
              icon
              aria-label="Do without this test file"
              onClick={() => report(setTest(null))}
            >
              <X size={14} strokeWidth={1.75} aria-hidden />
            </Button>
          )}
        </p>
      ) : (
        <>
          <Share name="testSize" label="For the final test" of={nSamples} />
          <Button onClick={() => report(chooseTest())}>Or test on a file…</Button>
        </>
      )}
      <Share name="validationSize" label="Of the others, to watch training" of={nTraining} />
      <p className={styles.note}>
        Rows are drawn at random, of every class its share; the seed is among the options of training.
      </p>
    </section>
  );
}

interface ShareProps {
  readonly name: "testSize" | "validationSize";
  readonly label: string;
  /** The number of rows that it is a share of. */
  readonly of: number;
}

function Share({ name, label, of }: ShareProps) {
  const given = useTrain((state) => state.options[name]);
  const share = typeof given === "number" ? given : 0;
  return (
    <Slider
      label={label}
      shown={
        share === 0 ? "none" : `${Math.round(100 * share)}%, about ${count(Math.round(share * of))} rows`
      }
      value={Math.round(100 * share)}
      min={0}
      max={50}
      step={5}
      onChange={(percents) => setSplit(name, percents === 0 ? undefined : percents / 100)}
    />
  );
}
