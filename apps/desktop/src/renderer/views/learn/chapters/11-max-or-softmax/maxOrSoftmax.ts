import { add, div, logSumExp, max, sigmoid, sub, type Tensor, tensor } from "@softmax/tensor-core";
import { createStore } from "zustand";

/** What divides the numbers s into two classes. */
export const threshold = 5;

/** The part of the line that is shown. */
export const line = [0, 10] as const;

/** f of each row of pairs [n, 2]. */
export type PairFunction = (pairs: Tensor) => Tensor;

export const hard: PairFunction = (pairs) => max(pairs, 1);

/** ln(eᵃ + eᵇ), which the lecture calls softmax. */
export const soft: PairFunction = (pairs) => logSumExp(pairs, 1);

/** f(0, s − 5), what speaks for a number above the threshold; with a sign of −1, f(0, −(s − 5)), what speaks against. */
export const side = (f: PairFunction, s: readonly number[], sign: 1 | -1 = 1): Tensor =>
  f(tensor(s.map((each) => [0, sign * (each - threshold)])));

/** f(0, s − 5) / (f(0, s − 5) + f(0, −(s − 5))) for each s; NaN where that is 0/0. */
export function share(f: PairFunction, s: readonly number[]): Tensor {
  const above = side(f, s);
  return div(above, add(above, side(f, s, -1)));
}

export const sigmoidOf = (s: readonly number[]): Tensor => sigmoid(sub(tensor([...s]), threshold));

const nCells = 10_000;

/**
 * A function of s as a table over the line, straight between its values: of a smooth one seven digits are right. A curve
 * asks for hundreds of values whenever the figure changes.
 */
export function tabulated(f: (s: readonly number[]) => Tensor): (s: number) => number {
  const [from, to] = line;
  const values = f(Array.from({ length: nCells + 1 }, (_, k) => from + ((to - from) * k) / nCells)).toArray(
    "float64",
  );
  return (s) => {
    const at = ((s - from) / (to - from)) * nCells;
    const k = Math.min(nCells - 1, Math.max(0, Math.floor(at)));
    return values[k] + (at - k) * (values[k + 1] - values[k]);
  };
}

/** Numbers of both classes: c = 1 above the threshold. */
export const numbers: readonly { readonly s: number; readonly c: number }[] = Array.from(
  { length: 19 },
  (_, k) => (k + 1) / 2,
)
  .filter((s) => s !== threshold)
  .map((s) => ({ s, c: s > threshold ? 1 : 0 }));

export interface MaxOrSoftmaxState {
  readonly s: number;
}

export const store = createStore<MaxOrSoftmaxState>(() => ({ s: 8 }));

/** How near to a whole number s is taken to be meant as that number. */
const snap = 0.04;

export function setS(s: number): void {
  const whole = Math.round(s);
  store.setState({ s: Math.abs(s - whole) < snap ? whole : Math.round(s * 100) / 100 });
}

export const hardShare = ({ s }: MaxOrSoftmaxState): number => share(hard, [s]).item();
export const softShare = ({ s }: MaxOrSoftmaxState): number => share(soft, [s]).item();
export const sigmoidShare = ({ s }: MaxOrSoftmaxState): number => sigmoidOf([s]).item();

export const isUndefined = (state: MaxOrSoftmaxState): boolean => Number.isNaN(hardShare(state));

export const isSure = (state: MaxOrSoftmaxState): boolean => Math.abs(softShare(state) - 0.5) >= 0.49;

/** Whether softmax and sigmoid are as far from each other as they ever are, 0.0791, to within a thousandth. */
export const differsMost = (state: MaxOrSoftmaxState): boolean =>
  Math.abs(softShare(state) - sigmoidShare(state)) > 0.0781;
