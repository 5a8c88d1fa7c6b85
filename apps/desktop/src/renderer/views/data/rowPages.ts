import { useReducer, useRef } from "react";
import { report } from "../../design/Toast.js";

const pageSize = 200;
/** Pages kept: what one scrolls back to at once. */
const most = 50;

/**
 * Items of a long list, fetched by the page as they come into view: `item(i)` is undefined until it has arrived, and
 * the component is drawn again then.
 *
 * @param list which list it is: with another one everything is fetched anew
 * @param fetch asks for `count` items from the given one on
 */
export function usePages<T>(
  list: string,
  fetch: (from: number, count: number) => Promise<readonly T[]>,
): (index: number) => T | undefined {
  const [, redraw] = useReducer((n: number) => n + 1, 0);
  const held = useRef({ list, pages: new Map<number, readonly T[] | "asked">() });
  if (held.current.list !== list) held.current = { list, pages: new Map() };
  const { pages } = held.current;
  const ask = async (page: number) => {
    pages.set(page, "asked");
    const items = await fetch(page * pageSize, pageSize);
    pages.delete(page);
    forgetOldest(pages);
    pages.set(page, items);
    redraw();
  };
  return (index) => {
    const page = Math.floor(index / pageSize);
    const known = pages.get(page);
    if (known === undefined) report(ask(page));
    return known === undefined || known === "asked" ? undefined : known[index % pageSize];
  };
}

function forgetOldest(pages: Map<number, unknown>): void {
  for (const page of pages.keys()) {
    if (pages.size < most) return;
    pages.delete(page);
  }
}
