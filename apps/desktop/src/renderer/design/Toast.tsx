import { Toast as Base } from "@base-ui/react/toast";
import { X } from "lucide-react";
import { keepProblem, Problem } from "./Banner.js";
import styles from "./Toast.module.css";

const manager = Base.createToastManager();

/** Tells the person something that went wrong, in a sentence. */
export function showProblem(sentence: string): void {
  manager.add({ description: sentence, timeout: 12_000 });
}

/** For promises whose failure is for the person to read: `report(askSession(…))`. A `Problem` stays until it was. */
export function report(promise: Promise<unknown>): void {
  promise.catch((error: unknown) => {
    if (error instanceof Problem) keepProblem(error);
    else showProblem(error instanceof Error ? error.message : String(error));
  });
}

export const Toasts = () => (
  <Base.Provider toastManager={manager}>
    <Base.Portal>
      <Base.Viewport className={styles.viewport}>
        <List />
      </Base.Viewport>
    </Base.Portal>
  </Base.Provider>
);

function List() {
  const { toasts } = Base.useToastManager();
  return toasts.map((toast) => (
    <Base.Root key={toast.id} toast={toast} className={styles.toast} aria-label="Problem">
      <Base.Description />
      <Base.Close className={styles.close} aria-label="Close">
        <X size={14} aria-hidden />
      </Base.Close>
    </Base.Root>
  ));
}
