import { useStore } from "zustand";
import { decimal } from "../../figure/numbers.js";
import { inSinglePrecision, store } from "./argmax.js";
import styles from "./SinglePrecisionTable.module.css";

/** The same probabilities on two ways, every number as float32 has it. */
export function SinglePrecisionTable() {
  const state = useStore(store);
  const single = inSinglePrecision(state);
  return (
    <table className={styles.table}>
      <caption className={styles.caption}>In float32, class by class</caption>
      <thead>
        <tr>
          <td />
          {single.z.map((_, c) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a class is its number
            <th key={c} scope="col" data-numeric>
              {c + 1}
            </th>
          ))}
          <th scope="col" data-numeric>
            ln Σ
          </th>
        </tr>
      </thead>
      <tbody>
        <Row name="z = (s + a) / T" values={single.z} />
        <Row name="eᶻ" values={single.powers} total={single.logSum} />
        <Row name="as written, eᶻ / Σ" values={single.asWritten} />
      </tbody>
      <tbody>
        <Row name="z − max z" values={single.shifted} />
        <Row name="e to that" values={single.shiftedPowers} total={single.curedLogSum} />
        <Row name="σ̂, over its Σ" values={single.cured} />
      </tbody>
    </table>
  );
}

interface RowProps {
  readonly name: string;
  readonly values: readonly number[];
  readonly total?: number;
}

const Row = ({ name, values, total }: RowProps) => (
  <tr>
    <th scope="row">{name}</th>
    {[...values, ...(total === undefined ? [] : [total])].map((value, k) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: a class is its number
      <td key={k} data-numeric data-broken={Number.isFinite(value) ? undefined : true}>
        {short(value)}
      </td>
    ))}
    {total === undefined && <td />}
  </tr>
);

/** Five characters or so: `0.6652`, `4.9e−7`, `∞`, `NaN`. */
function short(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  if (size >= 1e4 || (size > 0 && size < 1e-3))
    return value.toExponential(1).replace("+", "").replaceAll("-", "−");
  return decimal(value, size >= 100 ? 1 : size >= 10 ? 2 : 4);
}
