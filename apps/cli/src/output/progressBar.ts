import type { Style } from "./style.js";

/** A bar of this width in columns, full to the share, in steps of half a column. */
export function progressBar(share: number, width: number, style: Style): string {
  const halves = Math.round(Math.min(1, Math.max(0, share)) * width * 2);
  const full = "━".repeat(halves >> 1) + (halves % 2 === 1 ? "╸" : "");
  return style.cyan(full) + style.dim("─".repeat(width - full.length));
}
