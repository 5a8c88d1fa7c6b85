import { ChevronRight } from "lucide-react";
import { useState } from "react";
import type { OptionField } from "../../../shared/ipc/train.js";
import { Field, Input } from "../../design/Field.js";
import { Select } from "../../design/Select.js";
import { isActive, useTrain } from "../../state/train.js";
import styles from "./OptionsForm.module.css";
import { defaultLabel, labelOf, layoutOf, typedValue, yesOrNo } from "./optionLayout.js";

/** The run's options, made from the trainer's schema. */
export function OptionsForm() {
  const fields = useTrain((state) => state.fields);
  const problem = useTrain((state) => state.problem);
  const { main, more } = layoutOf(fields);
  const named = (field: OptionField) => problem?.match(new RegExp(`(?:^|; )(${field.name}: [^;]*)`))?.[1];
  const shown = (field: OptionField) => <Option key={field.name} field={field} error={named(field)} />;
  return (
    <form className={styles.form} aria-label="Options" onSubmit={(event) => event.preventDefault()}>
      {main.map(shown)}
      <details className={styles.more} open={more.some(named) || undefined}>
        <summary className={styles.summary}>
          <ChevronRight size={14} aria-hidden className={styles.chevron} />
          More options
        </summary>
        {more.map(shown)}
      </details>
    </form>
  );
}

interface OptionProps {
  readonly field: OptionField;
  readonly error?: string;
}

const byDefault = " ";

function Option({ field, error }: OptionProps) {
  const value = useTrain((state) => state.options[field.name]);
  const setOption = useTrain((state) => state.setOption);
  const disabled = useTrain((state) => isActive(state.status));
  const choices = field.kind === "boolean" ? ["true", "false"] : field.choices;
  return (
    <Field label={labelOf(field)} hint={field.description} error={error}>
      {choices ? (
        <Select
          value={value === undefined ? byDefault : String(value)}
          disabled={disabled}
          items={[
            { value: byDefault, label: defaultLabel(field) },
            ...choices
              .filter((choice) => choice !== String(field.default))
              .map((choice) => ({ value: choice, label: yesOrNo(choice) })),
          ]}
          onChange={(text) => setOption(field.name, typedValue(field, text))}
        />
      ) : (
        <Text field={field} value={value} disabled={disabled} />
      )}
    </Field>
  );
}

interface TextProps {
  readonly field: OptionField;
  readonly value: unknown;
  readonly disabled: boolean;
}

/** Keeps what is being typed, which need not be a value yet: `1e-`. */
function Text({ field, value, disabled }: TextProps) {
  const setOption = useTrain((state) => state.setOption);
  const [text, setText] = useState(value === undefined ? "" : String(value));
  return (
    <Input
      numeric={field.kind === "number" || field.kind === "integer"}
      value={text}
      placeholder={defaultLabel(field)}
      disabled={disabled}
      onChange={(typed) => {
        setText(typed);
        setOption(field.name, typedValue(field, typed));
      }}
    />
  );
}
