import { ArrowLeft, Redo2, Trash2, Undo2 } from "lucide-react";
import { useEffect } from "react";
import { Button } from "../../design/Button.js";
import { Page } from "../../design/Page.js";
import { report } from "../../design/Toast.js";
import { Tooltip } from "../../design/Tooltip.js";
import { useData } from "../../state/data.js";
import { usePoints } from "../../state/points.js";
import { ClassList } from "./ClassList.js";
import { Generator } from "./Generator.js";
import { PointCanvas } from "./PointCanvas.js";
import { PointModel } from "./PointModel.js";
import panel from "./PointPanel.module.css";
import styles from "./PointsPage.module.css";
import { PointTools } from "./PointTools.js";

/** The canvas: labelled points to paint, and the classifier that follows them. */
export function PointsPage() {
  useUndoKeys();
  return (
    <Page
      title="Paint points"
      subtitle="The classifier is trained anew with every change"
      actions={<Actions />}
    >
      <div className={styles.columns}>
        <div className={styles.work}>
          <PointTools />
          <PointCanvas />
        </div>
        <aside className={panel.panel} aria-label="Classes and classifier">
          <ClassList />
          <PointModel />
          <Generator />
        </aside>
      </div>
    </Page>
  );
}

function Actions() {
  const { history, undo, redo, edit, fit, train } = usePoints();
  const leave = () => useData.setState({ place: useData.getState().dataset ? "dataset" : "choice" });
  const { past, present, future } = history;
  const icon = { size: 15, strokeWidth: 1.75, "aria-hidden": true };
  return (
    <>
      <Button look="quiet" onClick={leave}>
        <ArrowLeft {...icon} />
        Back
      </Button>
      <Tooltip text="Undo (Ctrl+Z)">
        <Button icon aria-label="Undo" disabled={past.length === 0} onClick={undo}>
          <Undo2 {...icon} />
        </Button>
      </Tooltip>
      <Tooltip text="Redo (Ctrl+Shift+Z)">
        <Button icon aria-label="Redo" disabled={future.length === 0} onClick={redo}>
          <Redo2 {...icon} />
        </Button>
      </Tooltip>
      <Tooltip text="Remove all points">
        <Button icon aria-label="Clear" disabled={present.length === 0} onClick={() => edit([])}>
          <Trash2 {...icon} />
        </Button>
      </Tooltip>
      <Button look="primary" disabled={!fit} onClick={() => report(train())}>
        Train on these points
      </Button>
    </>
  );
}

/** Undo and redo, wherever the focus is but in a text. */
function useUndoKeys(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { undo, redo } = usePoints.getState();
      const key = event.key.toLowerCase();
      const typing = event.target instanceof HTMLInputElement && event.target.type !== "range";
      if (!(event.ctrlKey || event.metaKey) || typing) return;
      if (key === "z") (event.shiftKey ? redo : undo)();
      else if (key === "y") redo();
      else return;
      event.preventDefault();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
}
