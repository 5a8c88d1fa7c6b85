import type { ColumnProfile, ColumnSummary, DatasetSummary } from "../../../shared/ipc/data.js";
import { count, measure, percent } from "../../design/format.js";
import { Select } from "../../design/Select.js";
import { Table } from "../../design/Table.js";
import { report } from "../../design/Toast.js";
import { type ColumnRole, columnRoles, roleOf, setRole } from "../../state/columnRoles.js";
import { useData } from "../../state/data.js";
import { useTrain } from "../../state/train.js";
import styles from "./ColumnTable.module.css";

/** More are chosen by the options `features` and `drop`. */
const most = 300;

/** Every column: what it holds, and what it is there for. */
export function ColumnTable({ dataset }: { readonly dataset: DatasetSummary }) {
  const profile = useData((state) => state.profile);
  const { columns, nSamples } = dataset;
  return (
    <div className={styles.scroller}>
      <Table>
        <thead>
          <tr>
            <th>Column</th>
            <th>Type</th>
            <th data-numeric>Missing</th>
            <th data-numeric>Different values</th>
            <th>Holds</th>
            <th>Used as</th>
          </tr>
        </thead>
        <tbody>
          {columns.slice(0, most).map((column, k) => (
            <Row key={column.name} {...column} nSamples={nSamples} profile={profile?.columns[k]} />
          ))}
        </tbody>
      </Table>
      {columns.length > most && (
        <p className={styles.rest}>and {count(columns.length - most)} more columns, all used as features</p>
      )}
    </div>
  );
}

interface RowProps extends ColumnSummary {
  readonly nSamples: number;
  readonly profile?: ColumnProfile;
}

const Row = ({ name, kind, shape, missing, distinct, nSamples, profile }: RowProps) => (
  <tr>
    <td className={styles.name}>{name}</td>
    <td>{shape === undefined ? kind : `${kind} ${shape}`}</td>
    <td data-numeric>{missing === 0 ? "–" : `${count(missing)} (${percent(missing / nSamples)})`}</td>
    <td data-numeric>{distinct === undefined ? "–" : distinctText(kind, distinct)}</td>
    <td className={styles.holds}>{profile && holds(profile)}</td>
    <td>
      <RoleSelect name={name} kind={kind} />
    </td>
  </tr>
);

/** Numbers are counted up to a thousand. */
const distinctText = (kind: string, distinct: number): string =>
  kind === "number" && distinct === 1000 ? "1,000 or more" : count(distinct);

function holds({ range, top }: ColumnProfile): string {
  if (range) return `${figure(range.least)} to ${figure(range.most)}, on average ${measure(range.mean)}`;
  return top ? `most often “${top.value}” (${count(top.count)})` : "";
}

const figure = (value: number): string =>
  Number.isInteger(value) && Math.abs(value) < 1e6 ? String(value).replace("-", "−") : measure(value);

const roleNames: Readonly<Record<ColumnRole, string>> = {
  feature: "feature",
  text: "text, by its words",
  weight: "weight of the row",
  group: "group that stays together",
  unused: "not used",
};

/** Roles that make sense for the kind. */
const fitting: Readonly<Record<ColumnSummary["kind"], readonly ColumnRole[]>> = {
  number: columnRoles.filter((role) => role !== "text"),
  text: columnRoles.filter((role) => role !== "weight"),
  image: ["feature", "unused"],
  block: ["feature", "unused"],
};

function RoleSelect({ name, kind }: Pick<ColumnSummary, "name" | "kind">) {
  const label = useData((state) => state.label);
  const setLabel = useData((state) => state.setLabel);
  const role = useTrain((state) => roleOf(name, state.options));
  const canBeLabel = kind === "number" || kind === "text";
  const items = fitting[kind].map((value) => ({ value: value as string, label: roleNames[value] }));
  return (
    <Select
      label={`Use of ${name}`}
      value={label === name ? "label" : role}
      items={canBeLabel ? [{ value: "label", label: "label to predict" }, ...items] : items}
      onChange={(chosen) => {
        if (chosen === "label") {
          setRole(name, "feature");
          report(setLabel(name));
        } else setRole(name, chosen as ColumnRole);
      }}
    />
  );
}
