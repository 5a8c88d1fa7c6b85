import type { SampleField, SampleValue } from "../../../shared/ipc/predict.js";
import { Field, Input } from "../../design/Field.js";
import { Select } from "../../design/Select.js";
import { report } from "../../design/Toast.js";
import { usePredict } from "../../state/predict.js";
import { TextArea } from "./TextArea.js";
import styles from "./ValueForm.module.css";

/** A field for every column that the model knows. */
export const ValueForm = ({ fields }: { readonly fields: readonly SampleField[] }) => (
  <form className={styles.form} aria-label="Sample" onSubmit={(event) => event.preventDefault()}>
    {fields.map((field) => (
      <Value key={field.column} field={field} />
    ))}
  </form>
);

const unknown = " ";

function Value({ field }: { readonly field: SampleField }) {
  const { column } = field;
  const value = usePredict((state) => state.values[column]) ?? null;
  const problem = usePredict((state) => state.problem);
  const setValue = usePredict((state) => state.setValue);
  const change = (next: SampleValue) => report(setValue(column, next));
  if (field.kind === "numbers") return <Numbers {...field} value={value} onChange={change} />;
  const text = typeof value === "string" ? value : "";
  const error = problem?.startsWith(`${column}: `) ? problem : undefined;
  return (
    <div className={field.kind === "text" ? styles.wide : undefined}>
      <Field stacked label={column} error={error}>
        {field.kind === "choice" ? (
          <Select
            value={text === "" ? unknown : text}
            items={[
              { value: unknown, label: "not known" },
              ...field.categories.map((category) => ({ value: category, label: category })),
            ]}
            onChange={(chosen) => change(chosen === unknown ? null : chosen)}
          />
        ) : field.kind === "number" ? (
          <Input numeric value={text} placeholder={`median ${shown(field.median)}`} onChange={change} />
        ) : (
          <TextArea value={text} onChange={change} />
        )}
      </Field>
    </div>
  );
}

const shown = (median: number): string => String(Number(median.toPrecision(6)));

interface NumbersProps {
  readonly column: string;
  readonly names: readonly string[];
  readonly value: SampleValue;
  onChange(value: SampleValue): void;
}

/** The numbers of a block, a field each. */
function Numbers({ column, names, value, onChange }: NumbersProps) {
  const problem = usePredict((state) => state.problem);
  const texts = Array.isArray(value) ? value : names.map(() => "");
  if (names.length === 0)
    return (
      <p className={styles.wide}>
        The model takes more numbers at once, in “{column}”, than one can type. Predict a file instead.
      </p>
    );
  return names.map((name, j) => (
    <Field
      key={name}
      stacked
      label={name}
      error={problem?.startsWith(`${column}[${j}]: `) ? problem : undefined}
    >
      <Input
        numeric
        value={texts[j] ?? ""}
        placeholder="0"
        onChange={(text) => onChange(texts.map((each, k) => (k === j ? text : each)))}
      />
    </Field>
  ));
}
