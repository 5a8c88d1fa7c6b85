/**
 * A grid of terminal cells of 2 × 4 dots each, drawn as braille. Dot (0, 0) is at the top left. A cell shows
 * the color of the last dot set in it.
 */
export interface Canvas {
  /** In dots. */
  readonly width: number;
  readonly height: number;
  set(x: number, y: number, color: number): void;
  /** A straight line of dots. */
  line(from: readonly [number, number], to: readonly [number, number], color: number): void;
  /** Rows of text; `paint(color, text)` colors a run of cells. */
  rows(paint: (color: number, text: string) => string): string[];
}

/** Bit of each dot in U+2800 … U+28FF, by row, then column. */
const bits = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80];

export function canvas(columns: number, rows: number): Canvas {
  const dots = new Uint8Array(columns * rows);
  const colors = new Uint8Array(columns * rows);
  const [width, height] = [2 * columns, 4 * rows];

  const set = (x: number, y: number, color: number) => {
    if (x < 0 || y < 0 || x >= width || y >= height) return;
    const cell = (y >> 2) * columns + (x >> 1);
    dots[cell] |= bits[(y & 3) * 2 + (x & 1)];
    colors[cell] = color;
  };

  const line: Canvas["line"] = ([x0, y0], [x1, y1], color) => {
    const steps = Math.max(Math.abs(x1 - x0), Math.abs(y1 - y0), 1);
    for (let k = 0; k <= steps; k++)
      set(Math.round(x0 + ((x1 - x0) * k) / steps), Math.round(y0 + ((y1 - y0) * k) / steps), color);
  };

  const rowText = (row: number, paint: (color: number, text: string) => string) => {
    let [text, from] = ["", row * columns];
    const end = from + columns;
    for (let at = from; at < end; at = from) {
      while (from < end && colors[from] === colors[at]) from++;
      const run = Array.from(dots.subarray(at, from), (b) => (b ? String.fromCharCode(0x2800 + b) : " "));
      text += colors[at] === 0 ? run.join("") : paint(colors[at], run.join(""));
    }
    return text;
  };

  return {
    width,
    height,
    set,
    line,
    rows: (paint) => Array.from({ length: rows }, (_, row) => rowText(row, paint)),
  };
}
