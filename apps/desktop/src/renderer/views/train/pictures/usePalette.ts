import { useMemo } from "react";
import { type Palette, readPalette } from "../../../pictures/palette.js";
import { useDark } from "../../../shell/ThemeButton.js";

/** The colors of pictures, anew when the theme changes. */
export function usePalette(): Palette {
  const dark = useDark();
  // biome-ignore lint/correctness/useExhaustiveDependencies: `dark` changes what the color tokens are
  return useMemo(readPalette, [dark]);
}
