import type { RunConfig } from "./runConfig.js";

/** What an option of a run is about. */
export type OptionGroup = "Data" | "Model" | "Solver";

/** Under which heading each option stands, in `--help` and in a form; all else about it is in `runConfigSchema`. */
export const optionGroups: Readonly<Record<keyof RunConfig, OptionGroup>> = {
  label: "Data",
  features: "Data",
  drop: "Data",
  text: "Data",
  textMethod: "Data",
  weight: "Data",
  group: "Data",
  testSize: "Data",
  validationSize: "Data",
  standardize: "Data",
  scale: "Data",
  loss: "Model",
  labelSmoothing: "Model",
  focalGamma: "Model",
  classWeight: "Model",
  l2: "Model",
  C: "Model",
  l1: "Model",
  solver: "Solver",
  preconditioner: "Solver",
  learningRate: "Solver",
  schedule: "Solver",
  momentum: "Solver",
  weightDecay: "Solver",
  batchSize: "Solver",
  epochs: "Solver",
  patience: "Solver",
  maxSteps: "Solver",
  tolerance: "Solver",
  precision: "Solver",
  threads: "Solver",
  deterministic: "Solver",
  engine: "Solver",
  remote: "Solver",
  seed: "Solver",
};
