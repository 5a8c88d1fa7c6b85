import { pointLabels } from "../../../shared/pointNames.js";
import { measure, percent } from "../../design/format.js";
import { Slider } from "../../design/Slider.js";
import { Table } from "../../design/Table.js";
import { Tooltip } from "../../design/Tooltip.js";
import { Mark } from "../../pictures/Mark.js";
import { overRawCoordinates } from "../../pictures/plane.js";
import { usePoints } from "../../state/points.js";
import styles from "./PointPanel.module.css";

/** The classifier of the moment: its penalty, how good it is, and its parameters. */
export function PointModel() {
  const { fit, l2, setL2 } = usePoints();
  return (
    <section className={styles.model} aria-label="Classifier">
      <Slider
        label="Penalty l2"
        hint="Large values keep the weights small and the probabilities near to equal."
        shown={penalty(l2)}
        value={Math.round(10 * Math.log10(l2))}
        min={-60}
        max={10}
        step={1}
        onChange={(tenths) => setL2(Number((10 ** (tenths / 10)).toPrecision(2)))}
      />
      <dl className={styles.figures}>
        <Figure
          name="Accuracy"
          hint="The share of the points that lie in the region of their class."
          value={percent(fit?.accuracy)}
        />
        <Figure
          name="Objective"
          hint="What training minimizes: the mean loss and the penalty."
          value={measure(fit?.objective)}
        />
        <Figure
          name="Gap"
          hint="A proof: no parameters whatever have an objective lower by more than this."
          value={measure(fit?.gap)}
        />
        <Figure
          name="Solved in"
          hint="From the classifier before to this one."
          value={fit ? `${fit.milliseconds.toFixed(1)} ms, ${steps(fit.steps)}` : "–"}
        />
      </dl>
      {fit && <Parameters />}
    </section>
  );
}

const steps = (n: number) => (n === 1 ? "1 step" : `${n} steps`);

const penalty = (l2: number): string => (l2 < 0.01 ? l2.toExponential().replace("-", "−") : String(l2));

interface FigureProps {
  readonly name: string;
  readonly hint: string;
  readonly value: string;
}

const Figure = ({ name, hint, value }: FigureProps) => (
  <div className={styles.figure}>
    <Tooltip text={hint}>
      <dt>{name}</dt>
    </Tooltip>
    <dd>{value}</dd>
  </div>
);

/** In the plane's own units: the class with the largest w₁·x₁ + w₂·x₂ + b has the place. */
function Parameters() {
  const fit = usePoints((state) => state.fit)!;
  const { weights, bias } = overRawCoordinates(fit, fit.mean, fit.deviation);
  return (
    <>
      <h2 className={styles.heading}>
        Score of a class: w<sub>1</sub>·x<sub>1</sub> + w<sub>2</sub>·x<sub>2</sub> + b
      </h2>
      <div className={styles.parameters}>
        <Table aria-label="Parameters">
          <thead>
            <tr>
              <th>Class</th>
              <th data-numeric>
                w<sub>1</sub>
              </th>
              <th data-numeric>
                w<sub>2</sub>
              </th>
              <th data-numeric>b</th>
            </tr>
          </thead>
          <tbody>
            {fit.classes.map((c, k) => (
              <tr key={c}>
                <td>
                  <Mark c={c} /> {pointLabels[c]}
                </td>
                <td data-numeric>{measure(weights[2 * k])}</td>
                <td data-numeric>{measure(weights[2 * k + 1])}</td>
                <td data-numeric>{measure(bias[k])}</td>
              </tr>
            ))}
          </tbody>
        </Table>
      </div>
    </>
  );
}
