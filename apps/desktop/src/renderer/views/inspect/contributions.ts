import type { ExplainedSample } from "../../../shared/ipc/inspect.js";
import { roundToSum } from "./roundToSum.js";

/** Decimals of scores and of what they are made of. */
export const scoreDecimals = 3;
/** Decimals of exponentials and their sum. */
export const termDecimals = 4;
/** Decimals of probabilities in percent. */
export const percentDecimals = 2;

export interface ContributionRow {
  readonly name: string;
  readonly given: string | number | null;
  /** In units of the last decimal shown. */
  readonly units: number;
}

/** A class's score as a sum whose shown numbers add up; all in units of the last decimal. */
export interface ScoreSum {
  /** The largest first. */
  readonly rows: readonly ContributionRow[];
  /** All other features together, and how many they are. */
  readonly rest: { readonly count: number; readonly units: number } | null;
  readonly bias: number;
  readonly score: number;
}

/** The sum behind the score of class c: `most` contributions by themselves, the others together. */
export function scoreSum(sample: ExplainedSample, c: number, most: number): ScoreSum {
  const { names, given, contributions, bias } = sample;
  const m = names.length;
  const terms = Array.from(contributions.subarray(c * m, (c + 1) * m));
  const order = terms.map((_, k) => k).sort((a, b) => Math.abs(terms[b]) - Math.abs(terms[a]) || a - b);
  const shown = order.slice(0, order.length > most ? most : undefined);
  const others = order.slice(shown.length);
  const rest = others.reduce((sum, k) => sum + terms[k], 0);
  const parts = [...shown.map((k) => terms[k]), ...(others.length > 0 ? [rest] : []), bias[c]];
  const units = roundToSum(parts, scoreDecimals);
  return {
    rows: shown.map((k, at) => ({ name: names[k], given: given[k], units: units[at] })),
    rest: others.length > 0 ? { count: others.length, units: units[shown.length] } : null,
    bias: units[units.length - 1],
    score: units.reduce((sum, each) => sum + each, 0),
  };
}

/** From scores to probabilities, class by class, in units of the decimals shown; every column adds up. */
export interface NormalizedScores {
  readonly scores: readonly number[];
  /** The largest score, which is subtracted. */
  readonly max: number;
  readonly relative: readonly number[];
  readonly terms: readonly number[];
  readonly normalizer: number;
  readonly percents: readonly number[];
}

export function normalizedScores({ logits, terms, probabilities }: ExplainedSample): NormalizedScores {
  const scores = Array.from(logits, (z) => Math.round(z * 10 ** scoreDecimals));
  const max = Math.max(...scores);
  const rounded = roundToSum([...terms], termDecimals);
  return {
    scores,
    max,
    relative: scores.map((score) => score - max),
    terms: rounded,
    normalizer: rounded.reduce((sum, each) => sum + each, 0),
    percents: roundToSum(
      Array.from(probabilities, (p) => 100 * p),
      percentDecimals,
    ),
  };
}
