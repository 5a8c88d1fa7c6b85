import { Confusion } from "./Confusion.js";
import { Explained } from "./Explained.js";
import { SampleRows } from "./SampleRows.js";
import styles from "./SamplesTab.module.css";

/** The confusion matrix, the samples in a cell of it, and why the model says what it says of one. */
export const SamplesTab = () => (
  <div className={styles.columns}>
    <div className={styles.left}>
      <Confusion />
      <SampleRows />
    </div>
    <Explained />
  </div>
);
