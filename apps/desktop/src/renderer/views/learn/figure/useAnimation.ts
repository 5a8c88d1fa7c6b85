import { useEffect, useRef } from "react";

/** Calls `tick` once a frame for as long as it is running. */
export function useAnimation(running: boolean, tick: () => void): void {
  const latest = useRef(tick);
  latest.current = tick;
  useEffect(() => {
    if (!running) return;
    let next = 0;
    const onFrame = () => {
      next = requestAnimationFrame(onFrame);
      latest.current();
    };
    next = requestAnimationFrame(onFrame);
    return () => cancelAnimationFrame(next);
  }, [running]);
}
