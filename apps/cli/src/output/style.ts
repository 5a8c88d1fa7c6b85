import type { WriteStream } from "node:tty";

type Paint = (text: string) => string;

/** Ways to set text off. Where the stream shows no colors every one of them leaves the text as it is. */
export interface Style {
  readonly colors: boolean;
  readonly bold: Paint;
  readonly dim: Paint;
  readonly red: Paint;
  readonly green: Paint;
  readonly yellow: Paint;
  readonly blue: Paint;
  readonly cyan: Paint;
  /** Text in front of a color of the 256-color palette. */
  readonly on: (background: number, text: string) => string;
  /** Text in one color of the 256-color palette, in front of another. */
  readonly pair: (foreground: number, background: number, text: string) => string;
}

/** The style of a stream; Node honors NO_COLOR, FORCE_COLOR and TERM. */
export function styleOf(stream: Partial<WriteStream>, environment = process.env): Style {
  const forced = environment.FORCE_COLOR !== undefined && environment.FORCE_COLOR !== "0";
  return style(stream.isTTY ? stream.hasColors!(environment) : forced && !environment.NO_COLOR);
}

export function style(colors: boolean): Style {
  const paint =
    (open: string, close: number | string): Paint =>
    (text) =>
      colors && text !== "" ? `\x1b[${open}m${text}\x1b[${close}m` : text;
  return {
    colors,
    bold: paint("1", 22),
    dim: paint("2", 22),
    red: paint("31", 39),
    green: paint("32", 39),
    yellow: paint("33", 39),
    blue: paint("34", 39),
    cyan: paint("36", 39),
    on: (background, text) => paint(`48;5;${background}`, 49)(text),
    pair: (foreground, background, text) => paint(`38;5;${foreground};48;5;${background}`, "39;49")(text),
  };
}
