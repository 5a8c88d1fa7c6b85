import {
  Database,
  GraduationCap,
  History,
  type LucideIcon,
  ScanSearch,
  Target,
  TrendingDown,
} from "lucide-react";
import { type ComponentType, lazy } from "react";
import type { ViewName } from "../state/view.js";
import { DataPage } from "./data/DataPage.js";
import { InspectPage } from "./inspect/InspectPage.js";
import { PredictPage } from "./predict/PredictPage.js";
import { RunsPage } from "./runs/RunsPage.js";
import { TrainPage } from "./train/TrainPage.js";

/** Every view, by its name in the rail. */
export const views: Readonly<
  Record<ViewName, { readonly title: string; readonly Icon: LucideIcon; readonly View: ComponentType }>
> = {
  data: { title: "Data", Icon: Database, View: DataPage },
  train: { title: "Train", Icon: TrendingDown, View: TrainPage },
  inspect: { title: "Inspect", Icon: ScanSearch, View: InspectPage },
  predict: { title: "Predict", Icon: Target, View: PredictPage },
  runs: { title: "Runs", Icon: History, View: RunsPage },
  learn: { title: "Learn", Icon: GraduationCap, View: lazy(() => import("./learn/LearnPage.js")) },
};
