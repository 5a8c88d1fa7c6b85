import { create } from "zustand";
import type { Shown } from "./curves.js";

interface ShownCurve {
  readonly shown: Shown | "tune";
  readonly log: Readonly<Partial<Record<Shown, boolean>>>;
  /** Which of the smoothings. */
  readonly smoothing: number;
  show(shown: Shown | "tune"): void;
  setLog(shown: Shown, log: boolean): void;
  setSmoothing(smoothing: number): void;
}

/** Which curve of the run is looked at and how, and so what is exported. */
export const useShownCurve = create<ShownCurve>((set, get) => ({
  shown: "loss",
  log: { gradient: true, certificate: true },
  smoothing: 0,
  show: (shown) => set({ shown }),
  setLog: (shown, log) => set({ log: { ...get().log, [shown]: log } }),
  setSmoothing: (smoothing) => set({ smoothing }),
}));

/** Weights of the moving average, and how they are called. */
export const smoothings = [
  { name: "none", beta: 0 },
  { name: "some", beta: 0.8 },
  { name: "strong", beta: 0.97 },
] as const;
