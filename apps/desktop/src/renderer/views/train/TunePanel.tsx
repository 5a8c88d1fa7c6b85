import { Search, Square } from "lucide-react";
import { askSession } from "../../client.js";
import { Button } from "../../design/Button.js";
import { Field, Input } from "../../design/Field.js";
import { duration, measure, percent } from "../../design/format.js";
import { report } from "../../design/Toast.js";
import { useTrain } from "../../state/train.js";
import { useTune } from "../../state/tune.js";
import styles from "./TunePanel.module.css";
import { TunePlot } from "./TunePlot.js";

/** Finds the strength of the penalty by cross-validation. */
export function TunePanel() {
  const { status, result } = useTune();
  return (
    <div className={styles.panel}>
      <Settings />
      {result ? (
        <Found />
      ) : status === "running" ? (
        <Progress />
      ) : (
        <p className={styles.hint}>
          Tries penalties from strong to weak. The rows are divided into folds; each fold is held out once and
          predicted by a model of the others.
        </p>
      )}
    </div>
  );
}

function Settings() {
  const { status, begin, problem } = useTune();
  const running = status === "running";
  return (
    <div className={styles.settings}>
      <TuningField name="folds" label="Folds" hint="Parts; each is held out once." usual="5" />
      <TuningField
        name="l1Ratio"
        label="Share of l1"
        hint="l1 = λ · share, l2 = λ · (1 − share)."
        usual="0"
      />
      {running ? (
        <Button onClick={() => report(askSession("tune.stop"))}>
          <Square size={14} strokeWidth={1.75} aria-hidden />
          Stop
        </Button>
      ) : (
        <Button onClick={() => report(begin())}>
          <Search size={14} strokeWidth={1.75} aria-hidden />
          Find the penalty
        </Button>
      )}
      {problem && <p className={styles.problem}>{problem}</p>}
    </div>
  );
}

interface TuningFieldProps {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  readonly usual: string;
}

function TuningField({ name, label, hint, usual }: TuningFieldProps) {
  const value = useTune((state) => state.tuning[name]);
  const setTuning = useTune((state) => state.setTuning);
  const disabled = useTune((state) => state.status === "running");
  return (
    <Field label={label} hint={hint}>
      <Input
        numeric
        value={value === undefined ? "" : String(value)}
        placeholder={usual}
        disabled={disabled}
        onChange={(text) => setTuning(name, typed(text))}
      />
    </Field>
  );
}

/** What is no number is left for the trainer to refuse. */
function typed(text: string): unknown {
  if (text.trim() === "") return undefined;
  return text.endsWith(".") || Number.isNaN(Number(text)) ? text : Number(text);
}

function Progress() {
  const progress = useTune((state) => state.progress);
  const { done, total, seconds } = progress ?? { done: 0, total: 1, seconds: 0 };
  const left = done > 0 ? (seconds / done) * (total - done) : undefined;
  return (
    <div className={styles.progress}>
      <progress className={styles.bar} value={done} max={total} aria-label="Fits done" />
      <span className={styles.numbers}>
        {progress ? `${done} of ${total} fits` : "Preparing."}
        {left !== undefined && `, about ${duration(left)} left`}
      </span>
    </div>
  );
}

function Found() {
  const { result, use } = useTune();
  const { path, best, oneStandardError, folds, seconds } = result!;
  return (
    <div className={styles.found}>
      <TunePlot result={result!} />
      <ul className={styles.choices}>
        <Choice name="Lowest loss" index={best} onUse={use} />
        {oneStandardError !== best && (
          <Choice
            name="Simplest"
            hint="The strongest penalty whose loss is within one standard error of the lowest."
            index={oneStandardError}
            onUse={use}
          />
        )}
        <li className={styles.numbers}>
          {path.length} penalties, {folds} folds, {duration(seconds)}
        </li>
      </ul>
    </div>
  );
}

interface ChoiceProps {
  readonly name: string;
  readonly hint?: string;
  readonly index: number;
  onUse(index: number): void;
}

function Choice({ name, hint, index, onUse }: ChoiceProps) {
  const { l2, l1, logLoss, standardError, accuracy } = useTune((state) => state.result!.path[index]);
  const active = useTrain((state) => state.status === "running" || state.status === "paused");
  return (
    <li className={styles.choice} title={hint}>
      <strong>{name}</strong>
      <span className={styles.numbers}>
        l2 = {measure(l2)}
        {l1 > 0 && `, l1 = ${measure(l1)}`}
      </span>
      <span className={styles.numbers}>
        loss {logLoss.toPrecision(3)} ± {standardError.toPrecision(2)}
      </span>
      <span className={styles.numbers}>accuracy {percent(accuracy)}</span>
      <Button disabled={active} onClick={() => onUse(index)}>
        Use it
      </Button>
    </li>
  );
}
