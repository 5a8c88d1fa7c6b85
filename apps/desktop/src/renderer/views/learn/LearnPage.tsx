import { ArrowLeft, ArrowRight, RotateCcw } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "../../design/Button.js";
import { Page } from "../../design/Page.js";
import { report } from "../../design/Toast.js";
import { Tooltip } from "../../design/Tooltip.js";
import { useLearn } from "../../state/learn.js";
import { ChapterList } from "./ChapterList.js";
import type { Chapter } from "./chapter.js";
import { type ChapterEntry, chapters, neighbor } from "./chapters.js";
import styles from "./LearnPage.module.css";
import { openInTrain } from "./openInTrain.js";
import { Tasks } from "./Tasks.js";

/** The theory of softmax regression, a chapter at a time. */
export default function LearnPage() {
  const name = useLearn((state) => state.chapter);
  const load = useLearn((state) => state.load);
  const entry = chapters.find((each) => each.name === name) ?? chapters[0];
  const chapter = useChapter(entry);
  useEffect(() => report(load()), [load]);
  useDone(entry, chapter);
  return (
    <Page
      title={`${entry.number}. ${entry.title}`}
      subtitle={chapter?.summary}
      actions={chapter && <Actions chapter={chapter} />}
    >
      <div className={styles.learn}>
        <ChapterList current={entry} />
        {chapter && <Spread key={entry.name} entry={entry} chapter={chapter} />}
      </div>
    </Page>
  );
}

/** The text on the left, the figure on the right, what can be done with it below. */
const Spread = ({ entry, chapter }: { readonly entry: ChapterEntry; readonly chapter: Chapter }) => {
  const { Text, Figure, Controls } = chapter;
  return (
    <div className={styles.spread}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls where the window is low */}
      <article className={styles.text} tabIndex={0} aria-label="Text">
        <Text />
      </article>
      <div className={styles.figure} data-figure>
        <Figure />
      </div>
      <div className={styles.below}>
        <div className={styles.controls}>
          <Controls />
        </div>
        <Tasks entry={entry} chapter={chapter} />
      </div>
    </div>
  );
};

function Actions({ chapter }: { readonly chapter: Chapter }) {
  const icon = { size: 15, strokeWidth: 1.75, "aria-hidden": true };
  return (
    <>
      <Turn by={-1} label="Previous chapter" keys="Ctrl+PageUp">
        <ArrowLeft {...icon} />
      </Turn>
      <Turn by={1} label="Next chapter" keys="Ctrl+PageDown">
        <ArrowRight {...icon} />
      </Turn>
      <Button onClick={chapter.reset}>
        <RotateCcw {...icon} />
        Start over
      </Button>
      <Button look="primary" onClick={() => report(openInTrain(chapter.plan()))}>
        Open in Train
      </Button>
    </>
  );
}

interface TurnProps {
  readonly by: -1 | 1;
  readonly label: string;
  readonly keys: string;
  readonly children: React.ReactNode;
}

function Turn({ by, label, keys, children }: TurnProps) {
  const { chapter, open } = useLearn();
  const target = neighbor(chapter, by);
  return (
    <Tooltip text={target ? `${target.number}. ${target.title} (${keys})` : undefined}>
      <Button icon aria-label={label} disabled={!target} onClick={() => target && open(target.name)}>
        {children}
      </Button>
    </Tooltip>
  );
}

/** The chapter, once it has been loaded. */
function useChapter(entry: ChapterEntry): Chapter | null {
  const [loaded, setLoaded] = useState<{ readonly name: string; readonly chapter: Chapter } | null>(null);
  useEffect(() => {
    let wanted = true;
    report(
      entry.load().then((chapter) => {
        if (wanted) setLoaded({ name: entry.name, chapter });
      }),
    );
    return () => {
      wanted = false;
    };
  }, [entry]);
  return loaded?.name === entry.name ? loaded.chapter : null;
}

/** Keeps what has been done, and the chapter itself once all of it has. */
function useDone({ name }: ChapterEntry, chapter: Chapter | null): void {
  useEffect(
    () =>
      chapter?.watch((ids) => {
        const { finish, done } = useLearn.getState();
        const before = (id: string) => done.has(`${name}/${id}`);
        const all = chapter.tasks.every(({ id }) => ids.includes(id) || before(id));
        finish(...ids.map((id) => `${name}/${id}`), ...(all ? [name] : []));
      }),
    [name, chapter],
  );
}
