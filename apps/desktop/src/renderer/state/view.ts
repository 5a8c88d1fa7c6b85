import { create } from "zustand";

export const viewNames = ["data", "train", "inspect", "predict", "runs", "learn"] as const;
export type ViewName = (typeof viewNames)[number];

/** Which view the window shows. */
export const useView = create<{ readonly view: ViewName; show(view: ViewName): void }>((set) => ({
  view: "data",
  show: (view) => set({ view }),
}));
