import layout from "../../figure/layout.module.css";
import styles from "./Figure.module.css";
import { Pictures } from "./Pictures.js";
import { Scores } from "./Scores.js";
import { Unrolled } from "./Unrolled.js";

/** Pictures to pick from; the picked one and its 3,072 numbers; what ten templates make of it. */
export const Figure = () => (
  <div className={layout.columns}>
    <div className={styles.input}>
      <Pictures />
      <Unrolled />
    </div>
    <div className={styles.output}>
      <Scores />
    </div>
  </div>
);
