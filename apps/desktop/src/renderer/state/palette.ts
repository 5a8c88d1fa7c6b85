import { create } from "zustand";

type Shown = "palette" | "shortcuts" | null;

/** Which dialog lies over the window. */
export const usePalette = create<{ readonly shown: Shown; show(shown: Shown): void }>((set) => ({
  shown: null,
  show: (shown) => set({ shown }),
}));
