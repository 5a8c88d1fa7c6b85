import { FolderOpen } from "lucide-react";
import { Button } from "../../design/Button.js";
import { count } from "../../design/format.js";
import { Page } from "../../design/Page.js";
import { report } from "../../design/Toast.js";
import { useData } from "../../state/data.js";
import { useView } from "../../state/view.js";
import styles from "./DataPage.module.css";
import { LabelPanel } from "./LabelPanel.js";
import { OpenData } from "./OpenData.js";
import { Preview } from "./Preview.js";

export function DataPage() {
  const { dataset, opening, choose, labelSummary } = useData();
  const show = useView((state) => state.show);
  if (!dataset)
    return (
      <Page title="Data" subtitle={opening ? `Reading ${opening} …` : undefined}>
        <OpenData />
      </Page>
    );
  const held = dataset.nTest ? ` and ${count(dataset.nTest)} held out` : "";
  const subtitle = opening
    ? `Reading ${opening} …`
    : `${dataset.name} · ${count(dataset.nSamples)} rows${held} · ${count(dataset.columns.length)} columns`;
  return (
    <Page
      title="Data"
      subtitle={subtitle}
      actions={
        <>
          <Button onClick={() => report(choose("file"))}>
            <FolderOpen size={15} strokeWidth={1.75} aria-hidden />
            Open…
          </Button>
          <Button look="primary" disabled={!labelSummary} onClick={() => show("train")}>
            Continue to training
          </Button>
        </>
      }
    >
      <div className={styles.columns}>
        <Preview key={dataset.id} dataset={dataset} />
        <LabelPanel dataset={dataset} />
      </div>
    </Page>
  );
}
