import { useData } from "./data.js";
import { useTrain } from "./train.js";

/** What a column that is not the label is there for. */
export const columnRoles = ["feature", "text", "weight", "group", "unused"] as const;
export type ColumnRole = (typeof columnRoles)[number];

type Options = Readonly<Record<string, unknown>>;

/** As the run's options say. */
export function roleOf(name: string, options: Options): ColumnRole {
  if (options.weight === name) return "weight";
  if (options.group === name) return "group";
  if (named(options.drop).includes(name)) return "unused";
  return named(options.text).includes(name) ? "text" : "feature";
}

/** The options with another role for a column; there is one weight and one group at most. */
export function withRole(name: string, role: ColumnRole, options: Options): Options {
  const { drop, text, weight, group, ...others } = options;
  const without = (names: unknown) => named(names).filter((each) => each !== name);
  const next = {
    drop: role === "unused" ? [...without(drop), name] : without(drop),
    text: role === "text" ? [...without(text), name] : without(text),
    weight: role === "weight" ? name : weight === name ? undefined : weight,
    group: role === "group" ? name : group === name ? undefined : group,
  };
  const kept = Object.entries(next).filter(([, value]) => value !== undefined && named(value).length !== 0);
  return { ...others, ...Object.fromEntries(kept) };
}

/** A list as it is, a name as a list of one. */
const named = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value : typeof value === "string" ? [value] : [];

export function setRole(name: string, role: ColumnRole): void {
  const { options, setOptions } = useTrain.getState();
  setOptions(withRole(name, role, options));
}

/** Share of the rows to hold out; undefined leaves it to the trainer. */
export function setSplit(name: "testSize" | "validationSize", share: number | undefined): void {
  const { options, setOptions } = useTrain.getState();
  const { [name]: _, ...others } = options;
  setOptions(share === undefined ? others : { ...others, [name]: share });
}

/** Options that speak of columns mean nothing to other data. */
useData.subscribe(({ source }, before) => {
  if (source === before.source) return;
  const { options, setOptions } = useTrain.getState();
  const { drop: _d, text: _t, weight: _w, group: _g, features: _f, ...others } = options;
  setOptions(others);
});

/** With a test set of their own, data are not split for one. */
useData.subscribe(({ dataset }, before) => {
  if (dataset && dataset.nTest > 0 && dataset.nTest !== before.dataset?.nTest)
    setSplit("testSize", undefined);
});
