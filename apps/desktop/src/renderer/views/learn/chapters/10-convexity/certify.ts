import { askSession } from "../../../../client.js";
import { pointsOf, store } from "./convexity.js";

/** Asks the session for the best parameters there are and the proof of it, which takes the trainer. */
export async function certify(): Promise<void> {
  const { data, l2 } = store.getState();
  const points = pointsOf({ data });
  const fit = await askSession("points.fit", {
    points: {
      x1: Float64Array.from(points, ({ x }) => x),
      x2: Float64Array.from(points, ({ y }) => y),
      classes: Uint8Array.from(points, ({ c }) => c),
    },
    l2,
  });
  const now = store.getState();
  if (fit?.gap === undefined || fit.gap === null || now.data !== data || now.l2 !== l2) return;
  store.setState({ proof: { objective: fit.objective, gap: fit.gap } });
}
