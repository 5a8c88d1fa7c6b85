import type { Precision } from "./kernels.js";

/** Bytes of a panel row: the PANEL of `wasm/panels.ts`. */
export const PANEL_BYTES = 96;

/** P, the entries of a panel row. */
export const panelEntries = (precision: Precision): number => PANEL_BYTES / (precision === "float32" ? 4 : 8);
