import { type DragEvent, useState } from "react";
import { Button } from "../../design/Button.js";
import { count } from "../../design/format.js";
import { Page } from "../../design/Page.js";
import { Tabs } from "../../design/Tabs.js";
import { report, showProblem } from "../../design/Toast.js";
import { useModelRuns, useOpenedRun } from "../../state/inspectRun.js";
import { usePredict } from "../../state/predict.js";
import { RunSelect } from "../inspect/RunSelect.js";
import { TrainFirst } from "../TrainFirst.js";
import { BatchPanel } from "./BatchPanel.js";
import { ImagePanel } from "./ImagePanel.js";
import { pixelsOfImage } from "./imagePixels.js";
import styles from "./PredictPage.module.css";
import { Probabilities } from "./Probabilities.js";
import { ValueForm } from "./ValueForm.js";

type Shown = "sample" | "file";

export function PredictPage() {
  const { run, runs } = useModelRuns();
  const { run: known, form, open } = usePredict();
  const [shown, setShown] = useState<Shown>("sample");
  useOpenedRun(run, known, open);
  if (runs && run === null)
    return (
      <TrainFirst
        title="Predict"
        text="Once a model is trained, you give it new data here and see what it makes of them."
      />
    );
  return (
    <Page title="Predict" subtitle={form ? `${form.label}, by ${run}` : undefined} actions={<RunSelect />}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is one more way to do what buttons do */}
      <div
        className={styles.body}
        onDragOver={stop}
        onDrop={(event) => {
          stop(event);
          report(predictDropped(event.dataTransfer.files, setShown));
        }}
      >
        <Tabs<Shown>
          label="What to predict"
          value={shown}
          className={styles.tabs}
          items={[
            { value: "sample", label: "One sample" },
            { value: "file", label: "A file or folder" },
          ]}
          onChange={setShown}
          frame={(tabs) => <div className={styles.bar}>{tabs}</div>}
        >
          {shown === "sample" ? <Sample /> : <BatchPanel />}
        </Tabs>
      </div>
    </Page>
  );
}

/** Elsewhere in the window a drop opens data. */
function stop(event: DragEvent): void {
  event.preventDefault();
  event.stopPropagation();
}

async function predictDropped(files: FileList, show: (shown: Shown) => void): Promise<void> {
  if (files.length !== 1)
    return showProblem(`${files.length} things were dropped; drop one file or one folder.`);
  const [file] = files;
  const { form, setPixels, predictFile } = usePredict.getState();
  if (form?.image && file.type.startsWith("image/")) {
    show("sample");
    return setPixels(await pixelsOfImage(file, form.image));
  }
  const chosen = await window.studio.drop(file);
  if (!chosen) return showProblem(`${file.name} is not from the disk; drop a file or folder.`);
  show("file");
  await predictFile(chosen);
}

function Sample() {
  const { form, problem } = usePredict();
  if (!form) return problem ? <p className={styles.problem}>{problem}</p> : null;
  return (
    <div className={styles.columns}>
      <div className={styles.input}>
        <Examples nExamples={form.nExamples} />
        {form.image ? <ImagePanel image={form.image} /> : <ValueForm fields={form.fields} />}
      </div>
      <Probabilities />
    </div>
  );
}

/** Rows of the training data to begin with. */
function Examples({ nExamples }: { readonly nExamples: number }) {
  const { exampleRow, showExample, clear } = usePredict();
  const image = usePredict((state) => state.form?.image);
  const [next, setNext] = useState(1);
  return (
    <div className={styles.examples}>
      <p className={styles.text}>
        {exampleRow === null
          ? "Your own values."
          : `Row ${count(exampleRow)} of the data. Change what you like.`}
      </p>
      {nExamples > 0 && (
        <Button
          onClick={() => {
            report(showExample(next));
            setNext((next + 1) % nExamples);
          }}
        >
          Another row
        </Button>
      )}
      {!image && <Button onClick={() => report(clear())}>Clear</Button>}
    </div>
  );
}
