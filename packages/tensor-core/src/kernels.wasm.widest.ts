import { allocate, type WasmBuild } from "./kernels.wasm.module.js";
import { align, BASE, FLOATS, SLACK } from "./kernels.wasm.place.js";

/**
 * The most classes whose weights `wasm/dense.ts` packs into one group. Rows meet groups of 4 or 5 classes two at a
 * time and smaller ones four at a time: the first needs fewer loads, but more vectors at once than older V8 (below
 * 13.1) keeps in registers. Sums are the same bits either way.
 */
const WIDTHS = [5, 2] as const;

/** Multiply-adds of a pass, and of all passes so far, from which on it is worth finding out what is faster. */
const [LONG_PASS, LONG_ALTOGETHER] = [1e8, 4e8];
/** V8 compiles the loops a second time, and well, after 3 to 5 of these. */
const MILLISECONDS = 8;
/** What is timed: long enough for clocks that show steps of 0.1 ms. */
const [ROWS, COLUMNS, CLASSES, REPEATS] = [64, 512, 10, 8];
/** Differences below this are noise. */
const WORTH_CHANGING = 0.95;

const chosen = new WeakMap<WebAssembly.Module, number>();
const spent = new WeakMap<WebAssembly.Module, number>();

/** The width for a pass of `work` multiply-adds; found once a process and build, by the first long pass or many short. */
export function widestGroup(build: WasmBuild, work: number): number {
  const module = build.module(false);
  const known = chosen.get(module);
  if (known !== undefined) return known;
  const altogether = work + (spent.get(module) ?? 0);
  spent.set(module, altogether);
  if (work < LONG_PASS && altogether < LONG_ALTOGETHER) return WIDTHS[0];
  const widest = fastest(module);
  chosen.set(module, widest);
  return widest;
}

function fastest(module: WebAssembly.Module): number {
  const time = stopwatch(module);
  if (!time) return WIDTHS[0];
  const best = WIDTHS.map(() => Number.POSITIVE_INFINITY);
  for (const end = performance.now() + MILLISECONDS; performance.now() < end; )
    WIDTHS.forEach((widest, k) => {
      best[k] = Math.min(best[k], time(widest));
    });
  return best[1] < WORTH_CHANGING * best[0] ? WIDTHS[1] : WIDTHS[0];
}

/** Times the logits of a block of zeros; undefined without memory for it. */
function stopwatch(module: WebAssembly.Module): ((widest: number) => number) | undefined {
  const end = align(BASE + ROWS * COLUMNS * FLOATS + SLACK);
  const memory = allocate(4 * end);
  if (!memory) return undefined;
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const call = exports as Record<string, (...args: number[]) => number>;
  call.bindDense(BASE, COLUMNS * FLOATS, FLOATS, 1);
  call.layout32(end, COLUMNS, CLASSES, 1, ROWS, COLUMNS * FLOATS, 0);
  return (widest) => {
    call.setWidest(widest);
    const start = performance.now();
    for (let k = 0; k < REPEATS; k++) call.logits32(0, 0, ROWS, 0, ROWS);
    return performance.now() - start;
  };
}
