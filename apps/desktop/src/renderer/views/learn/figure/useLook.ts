import { useMemo } from "react";
import { tokenColor } from "../../../design/tokenColor.js";
import { type Palette, type Rgb, readPalette, tokenRgb } from "../../../pictures/palette.js";
import { useDark } from "../../../shell/ThemeButton.js";

/** The colors of figures in the present theme. */
export interface Look extends Palette {
  /** Of green and red points, y = 0 and y = 1. */
  readonly twoClasses: readonly Rgb[];
  readonly ink: string;
  readonly muted: string;
  readonly line: string;
  /** The surface that figures lie on. */
  readonly ground: string;
  readonly accent: string;
  readonly good: string;
  readonly bad: string;
  /** A color of `tokens.css` that is not among these. */
  color(token: `--${string}`): string;
}

/** The colors, anew when the theme changes. */
export function useLook(): Look {
  const dark = useDark();
  // biome-ignore lint/correctness/useExhaustiveDependencies: `dark` changes what the color tokens are
  return useMemo(readLook, [dark]);
}

const readLook = (): Look => ({
  ...readPalette(),
  twoClasses: [tokenRgb("--green"), tokenRgb("--red")],
  ink: tokenColor("--text"),
  muted: tokenColor("--text-muted"),
  line: tokenColor("--line"),
  ground: tokenColor("--surface"),
  accent: tokenColor("--accent"),
  good: tokenColor("--good"),
  bad: tokenColor("--bad"),
  color: tokenColor,
});
