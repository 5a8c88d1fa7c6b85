import { FileUp } from "lucide-react";
import { useEffect, useState } from "react";
import type { NamedData } from "../../../shared/ipc/data.js";
import type { ChosenFile } from "../../../shared/ipc/files.js";
import { askMain, askSession } from "../../client.js";
import { Button } from "../../design/Button.js";
import { count } from "../../design/format.js";
import { report } from "../../design/Toast.js";
import { Mark } from "../../pictures/Mark.js";
import { useData } from "../../state/data.js";
import { usePoints } from "../../state/points.js";
import styles from "./OpenData.module.css";

/** What the Data view shows before there are data. */
export function OpenData() {
  const { choose, opening } = useData();
  const [named, setNamed] = useState<readonly NamedData[]>([]);
  useEffect(() => report(askSession("data.list").then(setNamed)), []);
  return (
    <div className={styles.page}>
      <div className={styles.inner}>
        <div className={styles.drop}>
          <FileUp size={28} strokeWidth={1.5} aria-hidden />
          <h2 className={styles.title}>Drop a file or folder here</h2>
          <p className={styles.text}>CSV, TSV, Parquet, NDJSON, svmlight, npy, IDX, or a folder of images</p>
          <div className={styles.buttons}>
            <Button look="primary" disabled={opening !== null} onClick={() => report(choose("file"))}>
              Open a file…
            </Button>
            <Button disabled={opening !== null} onClick={() => report(choose("folder"))}>
              Open a folder…
            </Button>
          </div>
        </div>
        <Recent />
        <PaintCard />
        <Choice title="Or start with a table that comes along" named={named} kind="bundled" />
        <Choice title="Or with points drawn at random" named={named} kind="generated" />
      </div>
    </div>
  );
}

/** What was opened last. */
function Recent() {
  const { open, opening } = useData();
  const [files, setFiles] = useState<readonly ChosenFile[]>([]);
  useEffect(() => report(askMain("files.recent").then(setFiles)), []);
  if (files.length === 0) return null;
  return (
    <section aria-label="Opened last">
      <h3 className={styles.heading}>Opened last</h3>
      <ul className={styles.recent}>
        {files.map(({ handle, name }) => (
          <li key={handle}>
            <Button disabled={opening !== null} onClick={() => report(open({ kind: "file", handle }, name))}>
              {name}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The way to the canvas. */
function PaintCard() {
  const open = usePoints((state) => state.open);
  return (
    <section className={styles.paint}>
      <span className={styles.marks}>
        {[0, 1, 2].map((c) => (
          <Mark key={c} c={c} size={18} />
        ))}
      </span>
      <div>
        <h2 className={styles.name}>No data at hand? Paint some points</h2>
        <p className={styles.description}>
          A classifier is trained while you paint, and its regions follow every point.
        </p>
      </div>
      <Button onClick={() => report(open())}>Paint points</Button>
    </section>
  );
}

interface ChoiceProps {
  readonly title: string;
  readonly named: readonly NamedData[];
  readonly kind: NamedData["kind"];
}

const Choice = ({ title, named, kind }: ChoiceProps) => (
  <section aria-label={title}>
    <h3 className={styles.heading}>{title}</h3>
    <ul className={styles.cards}>
      {named
        .filter((each) => each.kind === kind)
        .map((each) => (
          <li key={each.name}>
            <Card {...each} />
          </li>
        ))}
    </ul>
  </section>
);

function Card({ name, description, nSamples, nClasses }: NamedData) {
  const { open, opening } = useData();
  return (
    <button
      type="button"
      className={styles.card}
      disabled={opening !== null}
      onClick={() => report(open({ kind: "named", name }, name))}
    >
      <span className={styles.name}>{name}</span>
      <span className={styles.size}>
        {count(nSamples)} rows, {nClasses} classes
      </span>
      <span className={styles.description}>{description}</span>
    </button>
  );
}
