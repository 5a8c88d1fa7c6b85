import { create } from "zustand";
import { onEvent } from "../client.js";

export const viewNames = ["data", "train", "inspect", "predict", "runs"] as const;
export type ViewName = (typeof viewNames)[number];

/** Which view the window shows. */
export const useView = create<{ readonly view: ViewName; show(view: ViewName): void }>((set) => ({
  view: "data",
  show: (view) => set({ view }),
}));

onEvent("window.show", ({ view }) => {
  if ((viewNames as readonly string[]).includes(view)) useView.getState().show(view as ViewName);
});
