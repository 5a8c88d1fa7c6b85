import { create } from "zustand";

export const curveNames = {
  objective: "Objective",
  gradientNorm: "Gradient norm",
  validationLoss: "Validation loss",
} as const;
export type ShownCurve = keyof typeof curveNames;

/** Which curves of the selected runs are shown, and so exported. */
export const useShownCurves = create<{
  readonly shown: ShownCurve;
  readonly log: boolean;
  show(shown: ShownCurve): void;
  setLog(log: boolean): void;
}>((set) => ({
  shown: "objective",
  log: false,
  show: (shown) => set({ shown }),
  setLog: (log) => set({ log }),
}));
