import { describe, expect, test } from "vitest";
import { live } from "./live.js";

const TOKENS = /\p{Cc}\[([?\d;]*)([A-Za-z])|[\s\S]/gu;

/** A terminal as far as the live region needs one: text, line feeds, cursor up, erase line and below. */
function terminal(columns: number) {
  const screen: string[] = [""];
  let [row, column] = [0, 0];
  let cursorShown = true;
  const put = (char: string) => {
    if (column === columns) newLine();
    screen[row] = `${screen[row].padEnd(column).slice(0, column)}${char}${screen[row].slice(column + 1)}`;
    column++;
  };
  const newLine = () => {
    row++;
    column = 0;
    screen[row] ??= "";
  };
  const obey = (code: string, final: string) => {
    if (final === "A") row = Math.max(0, row - Number(code));
    else if (final === "K") screen[row] = screen[row].slice(0, column);
    else if (final === "J") screen.splice(row, Infinity, screen[row].slice(0, column));
    else if (code === "?25") cursorShown = final === "h";
  };
  return {
    columns,
    write(text: string) {
      for (const [token, code, final] of text.matchAll(TOKENS)) {
        if (final) obey(code, final);
        else if (token === "\n") newLine();
        else if (token === "\r") column = 0;
        else put(token);
      }
      return true;
    },
    shown: () => screen.join("\n").trimEnd(),
    isCursorShown: () => cursorShown,
  };
}

describe("live", () => {
  test("every frame takes the place of the one before, and what was above stays", () => {
    const screen = terminal(20);
    screen.write("before\n");
    const region = live(screen);
    region.draw(["one", "two", "three"]);
    expect(screen.shown()).toBe("before\none\ntwo\nthree");
    region.draw(["1", "2"]);
    expect(screen.shown()).toBe("before\n1\n2");
    region.draw(["a longer", "frame", "than", "before"]);
    region.close();
    screen.write("after");
    expect(screen.shown()).toBe("before\na longer\nframe\nthan\nbefore\nafter");
  });

  test("the cursor is hidden meanwhile, and shown again in the end", () => {
    const screen = terminal(20);
    const listeners = process.listenerCount("exit");
    const region = live(screen);
    expect(screen.isCursorShown()).toBe(true);
    region.draw(["x"]);
    region.draw(["y"]);
    expect(screen.isCursorShown()).toBe(false);
    region.close();
    expect(screen.isCursorShown()).toBe(true);
    expect(process.listenerCount("exit")).toBe(listeners);
  });

  test("lines that would wrap are left out", () => {
    const screen = terminal(10);
    live(screen).draw(["123456789", "1234567890", "东京东京东", "ok"]);
    expect(screen.shown()).toBe("123456789\nok");
  });

  test("a terminal that became narrower is cleaned up", () => {
    const screen = terminal(20);
    const region = live(screen);
    region.draw(["0123456789", "x"]);
    expect(screen.shown()).toBe("0123456789\nx");
    region.draw(["y"]);
    expect(screen.shown()).toBe("y");
  });
});
