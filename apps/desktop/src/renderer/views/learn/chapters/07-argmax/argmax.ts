import {
  argmax,
  div,
  exp,
  logSumExp,
  max,
  mul,
  softmax,
  sub,
  sum,
  type Tensor,
  tensor,
} from "@softmax/tensor-core";
import { createStore } from "zustand";

/** The least and the largest score that the figure shows. */
export const range = [-5, 7] as const;

export interface ArgmaxState {
  /** s, one a class. */
  readonly scores: readonly number[];
  /** T, what scores are divided by. */
  readonly temperature: number;
  /** a, added to all scores where they are computed in single precision. */
  readonly constant: number;
  /** The number of the class whose score was changed last. */
  readonly held: number;
}

export const store = createStore<ArgmaxState>(() => ({
  scores: [1, 3, 2.5],
  temperature: 1,
  constant: 0,
  held: 1,
}));

export const scoresOf = ({ scores }: ArgmaxState): readonly number[] => scores;

export const withScore = (scores: readonly number[], c: number, score: number): number[] =>
  scores.map((each, k) => (k === c ? score : each));

export const setScore = (c: number, score: number): void =>
  store.setState({ scores: withScore(store.getState().scores, c, score), held: c });

/** c* = arg max_c s_c, counted from 0; of equal ones the first. */
export const likeliest = (scores: readonly number[]): number => argmax(tensor([...scores])).item();

/** σ̂(s / T). */
export const probabilities = (scores: readonly number[], temperature = 1): number[] =>
  Array.from(softmax(div(tensor([...scores]), temperature)).toArray("float64"));

/** T ln Σ_c e^{s_c / T}: the lecture's softmax at T = 1, and the closer to max(s) the lower T is. */
export const smoothMax = (scores: readonly number[], temperature = 1): number =>
  smoothMaxOf(tensor([...scores]), temperature).item();

/** The same of a tensor, so that it can be differentiated. */
export const smoothMaxOf = (s: Tensor, temperature: number): Tensor =>
  mul(temperature, logSumExp(div(s, temperature)));

/** What single precision makes of z = (s + a) / T on two ways that are equal on paper. */
export interface SinglePrecision {
  readonly z: readonly number[];
  /** e^z. */
  readonly powers: readonly number[];
  /** e^z / Σ e^z. */
  readonly asWritten: readonly number[];
  /** ln Σ e^z. */
  readonly logSum: number;
  /** z − max z. */
  readonly shifted: readonly number[];
  readonly shiftedPowers: readonly number[];
  readonly cured: readonly number[];
  /** max z + ln Σ e^{z − max z}. */
  readonly curedLogSum: number;
}

export function inSinglePrecision({ scores, constant, temperature }: ArgmaxState): SinglePrecision {
  const z = tensor(
    scores.map((score) => (score + constant) / temperature),
    { dtype: "float32" },
  );
  const largest = max(z);
  const [powers, shifted] = [exp(z), sub(z, largest)];
  const shiftedPowers = exp(shifted);
  return {
    z: numbers(z),
    powers: numbers(powers),
    asWritten: numbers(div(powers, sum(powers))),
    logSum: Math.fround(Math.log(sum(powers).item())),
    shifted: numbers(shifted),
    shiftedPowers: numbers(shiftedPowers),
    cured: numbers(div(shiftedPowers, sum(shiftedPowers))),
    curedLogSum: Math.fround(largest.item() + Math.log(sum(shiftedPowers).item())),
  };
}

const numbers = (x: Tensor): number[] => Array.from(x.toArray("float32"));

/** Whether the two largest scores are all but equal. */
export function isTie({ scores }: ArgmaxState): boolean {
  const [first, second] = [...scores].sort((a, b) => b - a);
  return first - second < 0.06;
}

/** Whether cooling has made σ̂ all but the arg max. */
export const isCold = ({ scores, temperature }: ArgmaxState): boolean =>
  temperature < 1 && Math.max(...probabilities(scores, temperature)) > 0.99;

/** Whether the formula as written gives something that is no number. */
export const isBroken = (state: ArgmaxState): boolean =>
  state.constant !== 0 && inSinglePrecision(state).asWritten.some(Number.isNaN);
