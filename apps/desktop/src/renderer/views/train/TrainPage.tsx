import { Pause, Play, Square, StepForward } from "lucide-react";
import { useEffect } from "react";
import { askSession } from "../../client.js";
import { Button } from "../../design/Button.js";
import { EmptyState } from "../../design/EmptyState.js";
import { Page } from "../../design/Page.js";
import { report } from "../../design/Toast.js";
import { ExportMenu } from "../../shell/ExportMenu.js";
import { useData } from "../../state/data.js";
import { isActive, useTrain } from "../../state/train.js";
import { useView } from "../../state/view.js";
import { CurvePanel } from "./CurvePanel.js";
import { trainExports } from "./exports/trainExports.js";
import { Figures } from "./Figures.js";
import { OptionsForm } from "./OptionsForm.js";
import { Outcome } from "./Outcome.js";
import { PicturesRow } from "./pictures/PicturesRow.js";
import { Scrubber } from "./Scrubber.js";
import styles from "./TrainPage.module.css";

export function TrainPage() {
  const { dataset, labelSummary, label } = useData();
  const loadFields = useTrain((state) => state.loadFields);
  useEffect(() => report(loadFields()), [loadFields]);
  if (!dataset || !labelSummary) return <NothingToTrainOn chosen={dataset !== null} />;
  return (
    <Page title="Train" subtitle={`${dataset.name}, to predict ${label}`} actions={<Controls />}>
      <div className={styles.columns}>
        <OptionsForm />
        <div className={styles.run}>
          <Figures />
          <CurvePanel />
          <PicturesRow />
          <Scrubber />
          <Outcome />
        </div>
      </div>
    </Page>
  );
}

function NothingToTrainOn({ chosen }: { readonly chosen: boolean }) {
  const show = useView((state) => state.show);
  return (
    <Page title="Train">
      <EmptyState
        icon={Play}
        title={chosen ? "No label yet" : "No data yet"}
        text={
          chosen
            ? "Say which column the model should predict; then it can be trained."
            : "Open data first; then a model can be trained on them."
        }
      >
        <Button look="primary" onClick={() => show("data")}>
          {chosen ? "Choose the label" : "Open data"}
        </Button>
      </EmptyState>
    </Page>
  );
}

/** Save, stop, step, start or pause. */
function Controls() {
  const { status, begin, step } = useTrain();
  const active = isActive(status);
  const elsewhere = useTrain((state) => state.doing !== null);
  return (
    <>
      <ExportMenu actions={trainExports} />
      <Button disabled={!active} onClick={() => report(askSession("train.stop"))}>
        <Square size={14} strokeWidth={1.75} aria-hidden />
        Stop
      </Button>
      <Button disabled={status === "running" || elsewhere} onClick={() => report(step())}>
        <StepForward size={15} strokeWidth={1.75} aria-hidden />
        Step
      </Button>
      {status === "running" ? (
        <Button
          look="primary"
          className={styles.main}
          disabled={elsewhere}
          onClick={() => report(askSession("train.pause"))}
        >
          <Pause size={15} strokeWidth={1.75} aria-hidden />
          Pause
        </Button>
      ) : (
        <Button
          look="primary"
          className={styles.main}
          disabled={status === "starting"}
          onClick={() => report(status === "paused" ? askSession("train.resume") : begin())}
        >
          <Play size={15} strokeWidth={1.75} aria-hidden />
          {status === "paused" ? "Resume" : "Start"}
        </Button>
      )}
    </>
  );
}
