import { useData } from "../../state/data.js";
import { usePoints } from "../../state/points.js";
import { useTrain } from "../../state/train.js";
import { useView } from "../../state/view.js";
import type { TrainPlan } from "./chapter.js";

/** Opens the data of a plan and the Train view with its options. */
export async function openInTrain({ data, options }: TrainPlan): Promise<void> {
  if (data.kind === "points") {
    await usePoints.getState().replace(data.points);
    await usePoints.getState().train();
  } else await useData.getState().open({ kind: "named", name: data.name }, data.name);
  useTrain.getState().setOptions(options);
  useView.getState().show("train");
}
