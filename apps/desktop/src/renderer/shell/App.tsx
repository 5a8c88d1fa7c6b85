import { CSPProvider } from "@base-ui/react/csp-provider";
import { Tooltip } from "@base-ui/react/tooltip";
import { Suspense, useState } from "react";
import { Banner } from "../design/Banner.js";
import { report, showProblem, Toasts } from "../design/Toast.js";
import { useData } from "../state/data.js";
import { useView } from "../state/view.js";
import { views } from "../views/index.js";
import styles from "./App.module.css";
import { Palette, Shortcuts } from "./Palette.js";
import { Rail } from "./Rail.js";
import { useActions } from "./useActions.js";

/** The window: the rail, the view, and the place where data are dropped, which is everywhere. */
export function App() {
  const { View } = views[useView((state) => state.view)];
  const [dropping, setDropping] = useState(false);
  useActions();
  return (
    <CSPProvider disableStyleElements>
      <Tooltip.Provider delay={500}>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is one more way to do what buttons do */}
        <div
          className={styles.app}
          data-dropping={dropping || undefined}
          onDragOver={(event) => {
            event.preventDefault();
            setDropping(true);
          }}
          onDragLeave={(event) => event.relatedTarget === null && setDropping(false)}
          onDrop={(event) => {
            event.preventDefault();
            setDropping(false);
            report(openDropped(event.dataTransfer.files));
          }}
        >
          <Rail />
          <main className={styles.view}>
            <Banner />
            <Suspense>
              <View />
            </Suspense>
          </main>
        </div>
        <Palette />
        <Shortcuts />
        <Toasts />
      </Tooltip.Provider>
    </CSPProvider>
  );
}

async function openDropped(files: FileList): Promise<void> {
  if (files.length !== 1)
    return showProblem(`${files.length} things were dropped; drop one file or one folder.`);
  const chosen = await window.studio.drop(files[0]);
  if (chosen) await useData.getState().open({ kind: "file", handle: chosen.handle }, chosen.name);
}
