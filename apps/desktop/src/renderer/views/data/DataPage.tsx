import { FolderOpen } from "lucide-react";
import { useState } from "react";
import type { DatasetSummary } from "../../../shared/ipc/data.js";
import { Button } from "../../design/Button.js";
import { count } from "../../design/format.js";
import { Page } from "../../design/Page.js";
import { Tabs } from "../../design/Tabs.js";
import { Tooltip } from "../../design/Tooltip.js";
import { useData } from "../../state/data.js";
import { useView } from "../../state/view.js";
import { PointsPage } from "../points/PointsPage.js";
import { ColumnTable } from "./ColumnTable.js";
import styles from "./DataPage.module.css";
import { Gallery } from "./Gallery.js";
import { LabelPanel } from "./LabelPanel.js";
import { OpenData } from "./OpenData.js";
import { Preview } from "./Preview.js";

/** What there is to train on: the choice of it, the data that are open, or the canvas for points. */
export function DataPage() {
  const { place, dataset } = useData();
  if (place === "points") return <PointsPage />;
  return dataset && place === "dataset" ? <DatasetPage key={dataset.id} dataset={dataset} /> : <ChoicePage />;
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

type Look = "rows" | "columns" | "images";

function DatasetPage({ dataset }: { readonly dataset: DatasetSummary }) {
  const labelSummary = useData((state) => state.labelSummary);
  const show = useView((state) => state.show);
  const images = dataset.columns.find(({ kind }) => kind === "image")?.name;
  const [look, setLook] = useState<Look>(images === undefined ? "rows" : "images");
  const items = [
    ...(images === undefined ? [] : [{ value: "images" as const, label: "Images" }]),
    { value: "rows" as const, label: "Rows" },
    { value: "columns" as const, label: "Columns" },
  ];
  return (
    <Page
      title="Data"
      subtitle={useSubtitle(dataset)}
      actions={
        <>
          <Button onClick={() => useData.setState({ place: "choice" })}>
            <FolderOpen size={15} strokeWidth={1.75} aria-hidden />
            Open another…
          </Button>
          <Button look="primary" disabled={!labelSummary} onClick={() => show("train")}>
            Continue to training
          </Button>
        </>
      }
    >
      <div className={styles.columns}>
        <Tabs<Look>
          label="View of the data"
          value={look}
          items={items}
          onChange={setLook}
          className={styles.look}
          frame={(tabs) => (
            <div className={styles.bar}>
              {tabs}
              <Duplicates />
            </div>
          )}
        >
          {look === "rows" && <Preview dataset={dataset} />}
          {look === "columns" && <ColumnTable dataset={dataset} />}
          {look === "images" && images !== undefined && <Gallery dataset={dataset} column={images} />}
        </Tabs>
        <LabelPanel dataset={dataset} />
      </div>
    </Page>
  );
}

function useSubtitle({ name, nSamples, nTest, columns }: DatasetSummary): string {
  const opening = useData((state) => state.opening);
  if (opening) return `Reading ${opening} …`;
  const held = nTest ? ` and ${count(nTest)} held out` : "";
  return `${name} · ${count(nSamples)} ${nSamples === 1 ? "row" : "rows"}${held} · ${count(columns.length)} columns`;
}

function Duplicates() {
  const profile = useData((state) => state.profile);
  if (!profile) return <span className={styles.duplicates}>Counting duplicates …</span>;
  const { duplicates } = profile;
  return (
    <Tooltip text="Rows that are equal to an earlier one in every column, the label included.">
      <span className={styles.duplicates}>
        {duplicates === 0
          ? "No duplicates"
          : `${count(duplicates)} ${duplicates === 1 ? "duplicate" : "duplicates"}`}
      </span>
    </Tooltip>
  );
}
