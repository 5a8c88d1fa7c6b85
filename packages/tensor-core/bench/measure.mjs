import { defaultKernels } from "../dist/index.js";

const REPEATS = 7;

/** Same numbers every time; their quality does not matter here. */
export function filled(values, scale) {
  let state = 1;
  for (let i = 0; i < values.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    values[i] = (state >>> 16) * scale;
  }
  return values;
}

/** The builds of the kernels that this host can run; says which it cannot. */
export function variants() {
  return ["relaxed-simd", "simd"].flatMap((variant) => {
    try {
      return [defaultKernels({ variant })];
    } catch (error) {
      console.log(error.message);
      return [];
    }
  });
}

/** The shortest of some repeats, in milliseconds: what the machine does when nothing else disturbs it. */
export function milliseconds(run) {
  let best = Infinity;
  for (let k = 0; k < REPEATS; k++) {
    const start = performance.now();
    run();
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

/** One line of a table: words to the left, then milliseconds, GFLOP/s and times faster than the reference loops. */
export function line(words, ms, flops, referenceMs) {
  const rates = [ms.toFixed(2), (flops / ms / 1e6).toFixed(1), (referenceMs / ms).toFixed(0)];
  console.log(
    words.map((word) => word.padEnd(14)).join("") + rates.map((rate) => rate.padStart(10)).join(""),
  );
}
