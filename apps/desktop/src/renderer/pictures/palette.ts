import { tokenColor } from "../design/tokenColor.js";

export type Rgb = readonly [number, number, number];

/** The colors of pictures in the present theme. Ask anew when `useDark()` changes. */
export interface Palette {
  readonly surface: Rgb;
  /** Of class c: `classes[c % 8]`. */
  readonly classes: readonly Rgb[];
}

export const readPalette = (): Palette => ({
  surface: tokenRgb("--surface"),
  classes: Array.from({ length: 8 }, (_, c) => tokenRgb(`--class-${c}`)),
});

/** What a color token is in the present theme. */
export const tokenRgb = (name: `--${string}`): Rgb => parseRgb(tokenColor(name));

/** `rgb(1, 2, 3)`, as computed styles are written. */
function parseRgb(color: string): Rgb {
  const [red, green, blue] = color.match(/[\d.]+/g)!.map(Number);
  return [red, green, blue];
}

export const cssColor = ([red, green, blue]: Rgb, alpha = 1): string =>
  `rgb(${red} ${green} ${blue} / ${alpha})`;
