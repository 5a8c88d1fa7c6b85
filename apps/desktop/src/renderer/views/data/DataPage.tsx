import { FolderOpen } from "lucide-react";
import type { DatasetSummary } from "../../../shared/ipc/data.js";
import { Button } from "../../design/Button.js";
import { count } from "../../design/format.js";
import { Page } from "../../design/Page.js";
import { useData } from "../../state/data.js";
import { useView } from "../../state/view.js";
import { PointsPage } from "../points/PointsPage.js";
import styles from "./DataPage.module.css";
import { LabelPanel } from "./LabelPanel.js";
import { OpenData } from "./OpenData.js";
import { Preview } from "./Preview.js";

/** What there is to train on: the choice of it, the data that are open, or the canvas for points. */
export function DataPage() {
  const { place, dataset } = useData();
  if (place === "points") return <PointsPage />;
  return dataset && place === "dataset" ? <DatasetPage dataset={dataset} /> : <ChoicePage />;
}

function ChoicePage() {
  const { dataset, opening } = useData();
  return (
    <Page
      title="Data"
      subtitle={opening ? `Reading ${opening} …` : undefined}
      actions={
        dataset && (
          <Button onClick={() => useData.setState({ place: "dataset" })}>Back to {dataset.name}</Button>
        )
      }
    >
      <OpenData />
    </Page>
  );
}

function DatasetPage({ dataset }: { readonly dataset: DatasetSummary }) {
  const { opening, labelSummary } = useData();
  const show = useView((state) => state.show);
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
          <Button onClick={() => useData.setState({ place: "choice" })}>
            <FolderOpen size={15} strokeWidth={1.75} aria-hidden />
            Other data…
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
