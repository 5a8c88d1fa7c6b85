import { type KeyboardEvent, useEffect } from "react";
import { report } from "../design/Toast.js";
import { useRuns } from "../state/runs.js";
import { isActive, useTrain } from "../state/train.js";
import { useView, viewNames } from "../state/view.js";
import { views } from "../views/index.js";
import styles from "./Rail.module.css";
import { ThemeButton } from "./ThemeButton.js";

/** The views, down the left side; arrow keys go from one to the next. */
export function Rail() {
  const { view, show } = useView();
  const training = useTrain((state) => isActive(state.status));
  return (
    <nav className={styles.rail} aria-label="Views" onKeyDown={moveFocus}>
      <div className={styles.brand}>
        <Mark />
        Softmax Studio
      </div>
      {viewNames.map((name) => {
        const { title, Icon } = views[name];
        return (
          <button
            key={name}
            type="button"
            className={styles.item}
            aria-current={name === view ? "page" : undefined}
            onClick={() => show(name)}
          >
            <Icon size={16} strokeWidth={1.75} aria-hidden />
            {title}
            {name === "train" && training && (
              <span className={styles.live} role="img" aria-label="training" />
            )}
          </button>
        );
      })}
      <Foot />
    </nav>
  );
}

function Foot() {
  const { list, refresh } = useRuns();
  useEffect(() => report(refresh()), [refresh]);
  return (
    <div className={styles.foot}>
      <span className={styles.project}>{list?.project}</span>
      <ThemeButton />
    </div>
  );
}

/** Three classes meeting: the boundaries of a softmax classifier. */
const Mark = () => (
  <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
    <path d="M10 10 10 1A9 9 0 0 0 2.2 14.5Z" fill="var(--class-0)" />
    <path d="M10 10 17.8 14.5A9 9 0 0 0 10 1Z" fill="var(--class-1)" />
    <path d="M10 10 2.2 14.5A9 9 0 0 0 17.8 14.5Z" fill="var(--class-2)" />
  </svg>
);

function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by === undefined) return;
  const buttons = [...event.currentTarget.querySelectorAll("button")];
  const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
  buttons[(at + by + buttons.length) % buttons.length]?.focus();
  event.preventDefault();
}
