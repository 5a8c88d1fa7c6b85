import type { CalibrationBin } from "@softmax/trainer";
import { count, measure, percent } from "../../design/format.js";
import { Table } from "../../design/Table.js";
import styles from "./Quality.module.css";

interface ReliabilityProps {
  readonly bins: readonly CalibrationBin[];
  readonly ece: number | null;
}

export type FilledBin = CalibrationBin & { readonly accuracy: number; readonly confidence: number };

/** Those that have rows. */
export const filledBins = (bins: readonly CalibrationBin[]): FilledBin[] =>
  bins.filter((bin): bin is FilledBin => bin.accuracy !== null && bin.confidence !== null);

/** How often the model is right against how sure it was, as a picture and as a table. */
export function Reliability({ bins, ece }: ReliabilityProps) {
  const filled = filledBins(bins);
  return (
    <>
      <p className={styles.text}>
        Rows with like confidence are put together; points on the dashed line would be right as often as the
        model is sure. The gaps, weighted by rows, make the calibration error of {measure(ece)}.
      </p>
      <Diagram bins={filled} />
      <Table>
        <thead>
          <tr>
            <th scope="col">Confidence</th>
            <th scope="col" data-numeric>
              Rows
            </th>
            <th scope="col" data-numeric>
              Mean confidence
            </th>
            <th scope="col" data-numeric>
              Right
            </th>
          </tr>
        </thead>
        <tbody>
          {filled.map(({ above, upTo, weight, confidence, accuracy }) => (
            <tr key={above}>
              <td>
                {percent(above)} to {percent(upTo)}
              </td>
              <td data-numeric>{count(weight)}</td>
              <td data-numeric>{percent(confidence)}</td>
              <td data-numeric>{percent(accuracy)}</td>
            </tr>
          ))}
        </tbody>
      </Table>
    </>
  );
}

const [width, height] = [480, 316];
const [left, right, top, bottom] = [44, 24, 26, 78];
const x = (share: number) => left + share * (width - left - right);
const y = (share: number) => height - bottom - share * (height - top - bottom);
/** Height of the strip that shows how many rows each bin has. */
const strip = 24;

/** A point a bin, a line from it to where it should be; below, how many rows the bins have. */
export function Diagram({ bins }: { readonly bins: readonly FilledBin[] }) {
  const most = Math.max(...bins.map(({ weight }) => weight));
  const base = height - 34;
  return (
    <svg
      className={styles.chart}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label="Share of right predictions by confidence; the table below has the numbers"
    >
      {[0, 0.25, 0.5, 0.75, 1].map((tick) => (
        <g key={tick}>
          <line className={styles.grid} x1={x(0)} x2={x(1)} y1={y(tick)} y2={y(tick)} />
          <text className={styles.axis} x={left - 8} y={y(tick) + 4} textAnchor="end">
            {100 * tick}%
          </text>
          <text className={styles.axis} x={x(tick)} y={height - 20} textAnchor="middle">
            {100 * tick}%
          </text>
        </g>
      ))}
      <text className={styles.axis} x={0} y={12}>
        Right
      </text>
      <text className={styles.axis} x={x(1)} y={height - 4} textAnchor="end">
        Confidence; the bars show how many rows
      </text>
      <line className={styles.perfect} x1={x(0)} y1={y(0)} x2={x(1)} y2={y(1)} />
      {bins.map(({ above, upTo, weight, accuracy, confidence }) => (
        <g key={above}>
          <line
            className={styles.gap}
            x1={x(confidence)}
            x2={x(confidence)}
            y1={y(confidence)}
            y2={y(accuracy)}
          />
          <circle className={styles.actual} cx={x(confidence)} cy={y(accuracy)} r={4.5} />
          <rect
            className={styles.weight}
            x={x(above) + 1}
            width={x(upTo) - x(above) - 2}
            y={base - (strip * weight) / most}
            height={(strip * weight) / most}
          />
        </g>
      ))}
    </svg>
  );
}
