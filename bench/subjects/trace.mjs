/**
 * When a solver reached what. Every subject is timed by the same rules, here and in `peers/python/trace.py`:
 *
 * - A solver is watched where it evaluates the objective: the time and a copy of the parameters are kept whenever
 *   its own value of F, which may be in single precision, falls.
 * - Relative suboptimality is (F − F*) / F*, with F in float64 and F* from `optima/`. It is computed while the
 *   clock is stopped: near the goal at once, so that the solver can be ended, and afterwards for the rest.
 * - The time to a level is that of the first parameters that are as good.
 *
 * A value of F that is an estimate, from samples as they were met, is kept without being compared: it may lie below F*.
 * `objective(params)` is F in float64; `record` returns true when it is time to end, at the level `until` or after
 * `patience` seconds.
 */
export function createTrace(objective, { optimum, until, patience }) {
  const points = [];
  const truths = new Map();
  const start = performance.now();
  let best = Infinity;
  let stopped = 0;

  const suboptimality = (k) => {
    if (!truths.has(k)) truths.set(k, objective(points[k].params) / optimum - 1);
    return truths.get(k);
  };
  const seconds = () => (performance.now() - start - stopped) / 1000;

  return {
    seconds,
    record(value, params, isEstimate = false) {
      const now = seconds();
      if (!isEstimate && !(value < best)) return now > patience;
      if (!isEstimate) best = value;
      points.push({ seconds: now, params });
      if (value > optimum * (1 + Math.max(2 * until, 1e-6))) return now > patience;
      const begun = performance.now();
      const close = suboptimality(points.length - 1) <= until;
      stopped += performance.now() - begun;
      return close || now > patience;
    },
    /** Seconds to every power of ten down to `until`, and the points that were evaluated on the way. */
    summary() {
      const last = points.length - 1;
      /** @type {Record<string, number>} */
      const reached = {};
      for (let exponent = 1; exponent <= 12 && last >= 0; exponent++) {
        const level = 10 ** -exponent;
        if (level < until * 0.99 || suboptimality(last) > level) break;
        reached[`1e-${exponent}`] = points[firstWhere(last, (k) => suboptimality(k) <= level)].seconds;
      }
      const curve = [...truths].sort(([a], [b]) => a - b).map(([k, truth]) => [points[k].seconds, truth]);
      return { reached, curve, final: last < 0 ? null : suboptimality(last) };
    },
  };
}

/** The first k up to `last` where the test holds; it holds from some k on, at `last` in any case. */
function firstWhere(last, test) {
  let [low, high] = [0, last];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (test(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
