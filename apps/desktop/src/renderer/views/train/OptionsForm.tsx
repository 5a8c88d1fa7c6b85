import { ChevronRight } from "lucide-react";
import { useState } from "react";
import type { OptionField } from "../../../shared/ipc/train.js";
import { Field, Input } from "../../design/Field.js";
import { Select } from "../../design/Select.js";
import { isActive, useTrain } from "../../state/train.js";
import styles from "./OptionsForm.module.css";
import { defaultLabel, labelOf, layoutOf, problemOf, typedValue, unitOf, yesOrNo } from "./optionLayout.js";
import { presetOf, presets, withPreset } from "./presets.js";
import { RecipePanel } from "./RecipePanel.js";

/** The run's options, made from the trainer's schema. */
export function OptionsForm() {
  const fields = useTrain((state) => state.fields);
  const problem = useTrain((state) => state.recipe?.problem ?? state.problem);
  const [about, setAbout] = useState<OptionField>();
  const { main, more } = layoutOf(fields);
  const named = (field: OptionField) => (problem ? problemOf(field.name, problem) : undefined);
  const shown = (field: OptionField) => (
    <Option key={field.name} field={field} error={named(field)} onAbout={() => setAbout(field)} />
  );
  return (
    <div className={styles.side}>
      <form className={styles.form} aria-label="Options" onSubmit={(event) => event.preventDefault()}>
        <PresetField />
        {main.map(shown)}
        <details
          className={styles.more}
          open={more.some((each) => each.fields.some((field) => named(field) !== undefined)) || undefined}
        >
          <summary className={styles.summary}>
            <ChevronRight size={14} aria-hidden className={styles.chevron} />
            More options
          </summary>
          {more.map(({ group, fields: each }) => (
            <fieldset key={group} className={styles.group}>
              <legend className={styles.legend}>{group}</legend>
              {each.map(shown)}
            </fieldset>
          ))}
        </details>
      </form>
      <p className={styles.about}>
        {about
          ? `${labelOf(about)}: ${about.description}`
          : "Every option has a default that suits the data. Point at one to read what it does."}
      </p>
      <RecipePanel />
    </div>
  );
}

const custom = "Custom";

function PresetField() {
  const { options, fields, setOptions } = useTrain();
  const disabled = useTrain((state) => isActive(state.status));
  const chosen = presetOf(options, fields);
  return (
    <Field label="Preset" hint={chosen?.sentence ?? "Options of your own."}>
      <Select
        value={chosen?.name ?? custom}
        disabled={disabled}
        items={[
          ...presets.map(({ name }) => ({ value: name, label: name })),
          ...(chosen ? [] : [{ value: custom, label: custom }]),
        ]}
        onChange={(name) => {
          const preset = presets.find((each) => each.name === name);
          if (preset) setOptions(withPreset(preset, options, fields));
        }}
      />
    </Field>
  );
}

interface OptionProps {
  readonly field: OptionField;
  readonly error?: string;
  /** The option is pointed at, or in focus. */
  onAbout(): void;
}

const byDefault = " ";

function Option({ field, error, onAbout }: OptionProps) {
  const value = useTrain((state) => state.options[field.name]);
  const setOption = useTrain((state) => state.setOption);
  const revision = useTrain((state) => state.revision);
  const disabled = useTrain((state) => isActive(state.status));
  const choices = field.kind === "boolean" ? ["true", "false"] : field.choices;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the sentence is also the label's tooltip
    <div onFocus={onAbout} onMouseEnter={onAbout}>
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
          <Text key={revision} field={field} value={value} disabled={disabled} />
        )}
      </Field>
    </div>
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
      unit={unitOf(field)}
      placeholder={defaultLabel(field)}
      disabled={disabled}
      onChange={(typed) => {
        setText(typed);
        setOption(field.name, typedValue(field, typed));
      }}
    />
  );
}
