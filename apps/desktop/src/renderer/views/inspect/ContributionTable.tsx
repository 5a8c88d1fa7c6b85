import type { ExplainedSample } from "../../../shared/ipc/inspect.js";
import { count, measure } from "../../design/format.js";
import { scoreDecimals, scoreSum } from "./contributions.js";
import { fixed } from "./roundToSum.js";
import styles from "./SumTable.module.css";

/** Contributions that are shown one by one. */
const most = 8;

/** The score of a class as the sum it is. */
export function ContributionTable({
  sample,
  chosen,
}: {
  readonly sample: ExplainedSample;
  readonly chosen: number;
}) {
  const { rows, rest, bias, score } = scoreSum(sample, chosen, most);
  const largest = Math.max(1, ...[...rows.map(({ units }) => units), rest?.units ?? 0, bias].map(Math.abs));
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">Feature</th>
          <th scope="col" data-numeric>
            Value
          </th>
          <th scope="col" className={styles.barColumn}>
            <span data-spoken>As a bar</span>
          </th>
          <th scope="col" data-numeric>
            Adds
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, given, units }) => (
          <Line key={name} name={name} value={shownValue(given)} units={units} largest={largest} />
        ))}
        {rest && (
          <Line
            name={`${count(rest.count)} other ${rest.count === 1 ? "feature" : "features"} together`}
            muted
            units={rest.units}
            largest={largest}
          />
        )}
        <Line name="Bias" muted units={bias} largest={largest} />
      </tbody>
      <tfoot>
        <tr>
          <th scope="row" colSpan={3}>
            Score
          </th>
          <td data-numeric>{fixed(score, scoreDecimals)}</td>
        </tr>
      </tfoot>
    </table>
  );
}

interface LineProps {
  readonly name: string;
  readonly value?: string;
  readonly muted?: boolean;
  readonly units: number;
  readonly largest: number;
}

const Line = ({ name, value, muted, units, largest }: LineProps) => (
  <tr data-muted={muted || undefined}>
    <th scope="row" title={name}>
      {name}
    </th>
    <td data-numeric title={value}>
      {value}
    </td>
    <td className={styles.barColumn}>
      <Bar share={units / largest} />
    </td>
    <td data-numeric>{fixed(units, scoreDecimals)}</td>
  </tr>
);

/** To the right of the middle what speaks for the class, to the left what against it. */
const Bar = ({ share }: { readonly share: number }) => (
  <span className={styles.track} aria-hidden>
    <span
      className={styles.bar}
      data-for={share > 0 || undefined}
      style={
        share > 0 ? { left: "50%", width: `${50 * share}%` } : { right: "50%", width: `${-50 * share}%` }
      }
    />
  </span>
);

function shownValue(given: string | number | null): string {
  if (given === null) return "";
  const text = String(given);
  return typeof given === "string" || text.length <= 9 ? text : measure(given);
}
