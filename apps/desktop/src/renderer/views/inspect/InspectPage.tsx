import { useState } from "react";
import type { PartName } from "../../../shared/ipc/inspect.js";
import { Button } from "../../design/Button.js";
import { Figure } from "../../design/Figure.js";
import { count, measure, percent } from "../../design/format.js";
import { Page } from "../../design/Page.js";
import { Tabs } from "../../design/Tabs.js";
import { report } from "../../design/Toast.js";
import { Tooltip } from "../../design/Tooltip.js";
import { ExportMenu } from "../../shell/ExportMenu.js";
import { useInspect } from "../../state/inspect.js";
import { useModelRuns, useOpenedRun } from "../../state/inspectRun.js";
import { TrainFirst } from "../TrainFirst.js";
import { BarSelect } from "./BarSelect.js";
import styles from "./InspectPage.module.css";
import { inspectActions } from "./inspectActions.js";
import { Quality } from "./Quality.js";
import { RunSelect } from "./RunSelect.js";
import { SamplesTab } from "./SamplesTab.js";
import { Weights } from "./Weights.js";

export function InspectPage() {
  const { run, runs } = useModelRuns();
  const open = useInspect((state) => state.open);
  const known = useInspect((state) => state.run);
  useOpenedRun(run, known, open);
  if (runs && run === null)
    return (
      <TrainFirst
        title="Inspect"
        text="Once a model is trained, you see here where it is right, where it is wrong, and why."
      />
    );
  return (
    <Page title="Inspect" subtitle={run ?? undefined} actions={<Choices />}>
      <Body />
    </Page>
  );
}

const partLabels: Readonly<Record<Exclude<PartName, "file">, string>> = {
  test: "Test rows",
  validation: "Validation rows",
  train: "Training rows",
};

function Choices() {
  const { opened, part, setPart, chooseFile } = useInspect();
  return (
    <>
      <BarSelect<PartName>
        label="Rows"
        value={part}
        disabled={!opened || opened.parts.length < 2}
        items={(opened?.parts ?? []).map(({ name, file = "" }) => ({
          value: name,
          label: name === "file" ? file : partLabels[name],
        }))}
        onChange={(name) => report(setPart(name))}
      />
      <Tooltip text="Measures the model on a file of its own, which has the label's column too.">
        <Button disabled={!opened} onClick={() => report(chooseFile())}>
          Another file…
        </Button>
      </Tooltip>
      <RunSelect />
      <ExportMenu actions={inspectActions} />
    </>
  );
}

type Shown = "samples" | "quality" | "weights";

function Body() {
  const { opened, evaluation, problem, weights } = useInspect();
  const [shown, setShown] = useState<Shown>("samples");
  if (problem) return <p className={styles.problem}>{problem}</p>;
  if (!opened || !weights) return null;
  const hasRows = opened.parts.length > 0;
  const tab: Shown = hasRows ? shown : "weights";
  return (
    <div className={styles.body}>
      <Notes sentences={[...opened.notes, ...(evaluation?.warnings ?? [])]} />
      {hasRows && <Figures />}
      <Tabs<Shown>
        label="What to look at"
        value={tab}
        className={styles.tabs}
        items={[
          ...(hasRows
            ? ([
                { value: "samples", label: "Right and wrong" },
                { value: "quality", label: "Quality" },
              ] as const)
            : []),
          { value: "weights", label: "Weights" },
        ]}
        onChange={setShown}
        frame={(tabs) => <div className={styles.bar}>{tabs}</div>}
      >
        {tab === "samples" && <SamplesTab />}
        {tab === "quality" && evaluation && <Quality evaluation={evaluation} classes={opened.classes} />}
        {tab === "weights" && <Weights weights={weights} />}
      </Tabs>
    </div>
  );
}

const Notes = ({ sentences }: { readonly sentences: readonly string[] }) =>
  sentences.length > 0 && (
    <ul className={styles.notes} aria-label="Noticed">
      {sentences.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );

/** The part in numbers, as the trainer measures them. */
function Figures() {
  const evaluation = useInspect((state) => state.evaluation);
  const { n, accuracy, balancedAccuracy, logLoss, brier, ece } = evaluation ?? {};
  return (
    <dl className={styles.figures}>
      <Figure name="Rows" hint="Rows that are measured here." value={n === undefined ? "–" : count(n)} />
      <Figure
        name="Accuracy"
        hint="Share of rows whose most probable class is the true one."
        value={percent(accuracy)}
      />
      <Figure
        name="Balanced accuracy"
        hint="Mean of the classes' recalls: every class counts the same, however rare."
        value={percent(balancedAccuracy)}
      />
      <Figure
        name="Log loss"
        hint="Mean of −ln of the probability that the true class was given. 0 is perfect."
        value={measure(logLoss)}
      />
      <Figure
        name="Brier score"
        hint="Mean squared distance of the probabilities from the truth, from 0 to 2. 0 is perfect."
        value={measure(brier)}
      />
      <Figure
        name="Calibration error"
        hint="Expected calibration error (ECE): how far the model's confidence is from how often it is right, over 15 bins."
        value={measure(ece)}
      />
    </dl>
  );
}
