import { type RefObject, useEffect, useRef } from "react";

/**
 * Calls back when the wheel is turned or two fingers are pinched over an element, with how many times as far it is to
 * reach then: below 1 to see it nearer.
 */
export function useWheelZoom(
  element: RefObject<HTMLElement | null>,
  onZoom: (factor: number, event: WheelEvent) => void,
): void {
  const latest = useRef(onZoom);
  latest.current = onZoom;
  useEffect(() => {
    const target = element.current!;
    // React's own listener may not keep the page from being scrolled or zoomed.
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      if (event.deltaY !== 0) latest.current(wheelFactor(event), event);
    };
    target.addEventListener("wheel", onWheel, { passive: false });
    return () => target.removeEventListener("wheel", onWheel);
  }, [element]);
}

/** A notch of a wheel is about 100 pixels; a pinch arrives as small distances with the control key down. */
function wheelFactor({ deltaY, deltaMode, ctrlKey }: WheelEvent): number {
  const pixels = deltaMode === WheelEvent.DOM_DELTA_LINE ? 33 * deltaY : deltaY;
  return Math.exp(Math.max(-0.5, Math.min(0.5, pixels * (ctrlKey ? 0.01 : 0.002))));
}
