import { useCallback, useReducer, useRef } from "react";
import type { Cell, DatasetId } from "../../../shared/ipc/data.js";
import { askSession } from "../../client.js";
import { report } from "../../design/Toast.js";

type Row = readonly Cell[];

const pageSize = 200;
/** Pages kept: what one scrolls back to at once. */
const most = 50;

/**
 * Rows of a data set, fetched by the page as they come into view: `row(i)` is undefined until it has arrived, and the
 * component is drawn again then.
 */
export function useRowPages(dataset: DatasetId): (index: number) => Row | undefined {
  const pages = useRef(new Map<number, readonly Row[] | "asked">());
  const [, redraw] = useReducer((n: number) => n + 1, 0);
  return useCallback(
    (index) => {
      const page = Math.floor(index / pageSize);
      const held = pages.current.get(page);
      if (held === undefined) {
        pages.current.set(page, "asked");
        const asked = askSession("data.rows", { dataset, from: page * pageSize, count: pageSize });
        report(
          asked.then((rows) => {
            pages.current.delete(page);
            forgetOldest(pages.current);
            pages.current.set(page, rows);
            redraw();
          }),
        );
      }
      return held === undefined || held === "asked" ? undefined : held[index % pageSize];
    },
    [dataset],
  );
}

function forgetOldest(pages: Map<number, unknown>): void {
  for (const page of pages.keys()) {
    if (pages.size < most) return;
    pages.delete(page);
  }
}
