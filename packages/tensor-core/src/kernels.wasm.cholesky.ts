import { checkedFactor } from "./kernels.checked.js";
import type { CholeskyFactor, Kernels, Precision } from "./kernels.js";
import { referenceKernels } from "./kernels.reference.js";
import { WasmInstance } from "./kernels.wasm.instance.js";
import { allocate, type WasmBuild } from "./kernels.wasm.module.js";
import { PANEL_BYTES, panelEntries } from "./kernels.wasm.panels.js";
import { BASE } from "./kernels.wasm.place.js";
import { NotPositiveDefiniteError } from "./linearSolve.js";

/** Sides below this are left to the reference loops, which are done before a memory would be there. */
const SMALL = 48;

/** `Kernels.cholesky`; where its memory is refused or would exceed `maxBytes`, the reference loops' one. */
export function wasmCholesky(build: WasmBuild, maxBytes: number): Kernels["cholesky"] {
  return (matrix, n, precision, shift = 0) => {
    const small = n < SMALL || matrix.length !== n * n;
    const factor = small ? undefined : wasmFactor(build, matrix, n, precision, shift, maxBytes);
    return factor ?? referenceKernels.cholesky(matrix, n, precision, shift);
  };
}

/** Upper bound of what `layout` of `wasm/cholesky.ts` takes. */
export function choleskyBytes(n: number, precision: Precision): number {
  const P = panelEntries(precision);
  const panels = Math.ceil(n / P);
  return BASE + ((panels * (panels + 1)) / 2 + panels) * P * PANEL_BYTES + panels * P * 8 + 1024;
}

/** The factor in a memory of its own, or undefined without one. */
export function wasmFactor(
  build: WasmBuild,
  matrix: Float64Array,
  n: number,
  precision: Precision,
  shift: number,
  maxBytes: number,
): CholeskyFactor | undefined {
  const bytes = choleskyBytes(n, precision);
  const memory = bytes > maxBytes ? undefined : allocate(bytes);
  if (!memory) return undefined;
  const instance = new WasmInstance(build, precision, memory);
  instance.prepare(["choleskyLayout", BASE, n]);
  place(instance, matrix, n, shift);
  const failed = instance.passes.choleskyFactor();
  if (failed >= 0) throw new NotPositiveDefiniteError(failed, instance.shared.choleskyPivot());
  return checkedFactor({ n, shift, solve: (b, out) => solve(instance, n, b, out) });
}

/** Copies the lower triangle of A + shift · I, and the identity past it, into panels of rows. */
function place(instance: WasmInstance, matrix: Float64Array, n: number, shift: number) {
  const P = panelEntries(instance.precision);
  const panels = Math.ceil(n / P);
  const triangle = instance.view(instance.shared.choleskyMatrix(), ((panels * (panels + 1)) / 2) * P * P);
  let at = 0;
  for (let I = 0; I < panels * P; I += P)
    for (let k = 0; k < I + P; k++)
      for (let i = I; i < I + P; i++, at++) {
        if (i < n) triangle[at] = k > i ? 0 : matrix[i * n + k];
        if (i === k) triangle[at] = i < n ? matrix[i * n + i] + shift : 1;
      }
}

/** As many right-hand sides at a time as a panel row takes. */
function solve(instance: WasmInstance, n: number, b: Float64Array, out: Float64Array): void {
  const P = panelEntries(instance.precision);
  for (let at = 0; at < b.length; at += n * P) {
    const end = Math.min(b.length, at + n * P);
    solvePanel(instance, n, b.subarray(at, end), out.subarray(at, end));
  }
}

function solvePanel(instance: WasmInstance, n: number, b: Float64Array, out: Float64Array): void {
  const P = panelEntries(instance.precision);
  const m = b.length / n;
  const right = instance.view(instance.shared.choleskyRight(), Math.ceil(n / P) * P * P).fill(0);
  for (let c = 0; c < m; c++) for (let i = 0; i < n; i++) right[i * P + c] = b[c * n + i];
  instance.passes.choleskySolve(Math.ceil((m * PANEL_BYTES) / P / 32) * 32);
  for (let c = 0; c < m; c++) for (let i = 0; i < n; i++) out[c * n + i] = right[i * P + c];
}
