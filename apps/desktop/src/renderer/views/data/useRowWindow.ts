import { type RefObject, useEffect, useMemo, useRef, useState } from "react";
import { heightsOf, offsetAt, rowsAt, scrollTopAt, within } from "./rowWindow.js";

export interface RowWindow {
  /** Of the element that the rows are placed in. */
  readonly height: number;
  /** The rows in view, and where each is in that element. */
  readonly rows: readonly { readonly index: number; readonly top: number }[];
}

interface Position {
  /** Pixels of rows above the view. */
  readonly offset: number;
  /** Of the element. */
  readonly scrollTop: number;
}

/**
 * Which of very many rows are in view. Where they are higher together than an element can be, its scroll bar stands
 * for all of them, and the wheel and the keys move by rows as they do everywhere.
 */
export function useRowWindow(
  scroller: RefObject<HTMLElement | null>,
  count: number,
  rowHeight: number,
  headHeight: number,
): RowWindow {
  const [view, setView] = useState(0);
  const [{ offset, scrollTop }, setPosition] = useState<Position>({ offset: 0, scrollTop: 0 });
  const heights = useMemo(
    () => heightsOf(count * rowHeight + headHeight, view),
    [count, rowHeight, headHeight, view],
  );
  const latest = useRef({ heights, offset });
  latest.current = { heights, offset };

  useEffect(() => {
    const element = scroller.current!;
    /** Where it was scrolled to from here: the event that follows says nothing new. */
    let own = -1;
    const moveBy = (distance: number) => {
      const to = within(latest.current.offset + distance, latest.current.heights);
      element.scrollTop = scrollTopAt(to, latest.current.heights);
      own = element.scrollTop;
      latest.current.offset = to;
      setPosition({ offset: to, scrollTop: own });
    };
    const isScaled = () => latest.current.heights.sheet < latest.current.heights.whole;
    const onScroll = () => {
      if (element.scrollTop === own) return;
      own = -1;
      setPosition({
        offset: offsetAt(element.scrollTop, latest.current.heights),
        scrollTop: element.scrollTop,
      });
    };
    const onWheel = (event: WheelEvent) => {
      if (!isScaled() || event.deltaY === 0 || event.shiftKey || event.ctrlKey) return;
      event.preventDefault();
      moveBy(event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * rowHeight : event.deltaY);
    };
    const onKeyDown = (event: KeyboardEvent) => {
      const distance = distanceOf(event.key, latest.current.heights, rowHeight, headHeight);
      if (!isScaled() || distance === undefined) return;
      event.preventDefault();
      moveBy(distance);
    };
    const resized = new ResizeObserver(() => setView(element.clientHeight));
    resized.observe(element);
    element.addEventListener("scroll", onScroll);
    element.addEventListener("wheel", onWheel, { passive: false });
    element.addEventListener("keydown", onKeyDown);
    return () => {
      resized.disconnect();
      element.removeEventListener("scroll", onScroll);
      element.removeEventListener("wheel", onWheel);
      element.removeEventListener("keydown", onKeyDown);
    };
  }, [scroller, rowHeight, headHeight]);

  const { first, end } = rowsAt(offset, heights, rowHeight, count);
  const rows = Array.from({ length: end - first }, (_, k) => ({
    index: first + k,
    top: headHeight + (first + k) * rowHeight - offset + scrollTop,
  }));
  return { height: heights.sheet, rows };
}

/** How far a key moves the rows. */
function distanceOf(
  key: string,
  { whole, view }: { readonly whole: number; readonly view: number },
  rowHeight: number,
  headHeight: number,
): number | undefined {
  const page = view - headHeight - rowHeight;
  return {
    ArrowDown: rowHeight,
    ArrowUp: -rowHeight,
    PageDown: page,
    PageUp: -page,
    " ": page,
    Home: -whole,
    End: whole,
  }[key];
}
