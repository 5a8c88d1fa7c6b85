import { useMemo } from "react";
import { useStore } from "zustand";
import { Button } from "../../../../design/Button.js";
import { report } from "../../../../design/Toast.js";
import { useData } from "../../../../state/data.js";
import { useView } from "../../../../state/view.js";
import { LearnButtons } from "../../figure/LearnButtons.js";
import layout from "../../figure/layout.module.css";
import { decimal } from "../../figure/numbers.js";
import { Readouts } from "../../figure/Readouts.js";
import { nRight, objective, paramsOf, shown, step, stepsOf, store } from "./manyClasses.js";

function openOwn(): void {
  useView.getState().show("data");
  report(useData.getState().choose("folder"));
}

export function Controls() {
  const state = useStore(store);
  const { learning, learned } = state;
  const params = paramsOf(state);
  const right = useMemo(() => nRight(params), [params]);
  return (
    <>
      <div className={layout.buttons}>
        <LearnButtons
          learning={learning}
          onStep={step}
          onToggle={() => store.setState({ learning: !learning })}
        />
        <Button onClick={openOwn}>Open your own CIFAR-10…</Button>
      </div>
      <Readouts
        items={{
          Step: String(stepsOf(state)),
          "Loss of the batch": decimal(learned?.value ?? objective.loss(params), 4),
          "Right, of pictures not learned": `${right} of ${shown.classes.length}`,
        }}
      />
    </>
  );
}
