import { duration, durations, ratio, ratios, tiny } from "./format.mjs";
import { median } from "./samples.mjs";

/** Which times a race's table shows. */
const LEVELS = ["1e-2", "1e-4", "1e-6"];

/**
 * Solvers on one problem, each watched by the same rules (`subjects/trace.mjs`), in turns. Ours go on to `until`, peers
 * stop at `level` or when their patience ends; who has not got there once is not asked again.
 *
 * @returns the table, the plot's series, and `ahead(node, level)`: by what factor ours was faster than the fastest peer,
 *   with `bound` set where no peer got there, so that the factor is only a lower bound
 */
export async function race(session, { problem, level, contenders, plot, rounds = 5, budget }) {
  const results = await session.alternate(contenders, {
    rounds,
    budget,
    suffices: ({ reached }) => reached[level] === undefined,
  });
  const entrants = [...results].map(([{ label, kind, node }, runs]) => ({ label, kind, node, runs }));
  return {
    entrants,
    table: tableOf(entrants, level, problem.title),
    plot: plot && plotOf(entrants, problem, plot),
    ahead: (node, at = level) => ahead(entrants, node, at),
    /** Ours on this Node, in seconds. */
    secondsTo: (node, at) =>
      secondsTo(entrants.find((one) => one.kind === "ours" && one.node === node).runs, at),
  };
}

/** Arguments that every watched solver takes. */
export const watch = (optimum, until, patience) => ({ optimum, until, patience });

/** Median seconds to a level; undefined where not every run got there. */
export function secondsTo(runs, level) {
  const samples = timesTo(runs, level);
  return samples.length === runs.length && samples.length > 0 ? median(samples) : undefined;
}

const timesTo = (runs, level) =>
  runs.map(({ reached }) => reached[level]).filter((time) => time !== undefined);

/** How long the runs went on at most. */
const longest = (runs) => Math.max(...runs.flatMap(({ curve }) => curve.map(([seconds]) => seconds)));

function ahead(entrants, node, level) {
  const own = entrants.find((one) => one.kind === "ours" && one.node === node);
  const ours = own && secondsTo(own.runs, level);
  if (ours === undefined) return undefined;
  const peers = entrants.filter(({ kind }) => kind === "peer");
  const times = peers.map(({ label, runs }) => ({ label, runs, seconds: secondsTo(runs, level) }));
  const [best] = times.filter(({ seconds }) => seconds !== undefined).sort((a, b) => a.seconds - b.seconds);
  if (best)
    return {
      factor: best.seconds / ours,
      text: ratios(timesTo(best.runs, level), timesTo(own.runs, level)),
      ours,
      best,
    };
  if (peers.length === 0) return undefined;
  const waited = Math.max(...peers.map(({ runs }) => longest(runs)));
  const factor = waited / ours;
  return {
    factor,
    text: `> ${ratio(factor)}`,
    ours,
    bound: true,
    best: { label: "no peer", seconds: waited },
  };
}

function tableOf(entrants, level, title) {
  const reference = entrants.find(({ kind, node }) => kind === "ours" && node === "newest");
  const ours = reference && secondsTo(reference.runs, level);
  return {
    caption: `${title}: time to a relative suboptimality`,
    columns: ["", ...LEVELS.map((one) => `to ${one}`), `× ours to ${level}`, "steps", "ended at"],
    rows: entrants.map(({ label, runs }) => {
      const own = secondsTo(runs, level);
      return [
        label,
        ...LEVELS.map((one) => timeCell(runs, one)),
        own === undefined || ours === undefined ? "–" : ratio(own / ours),
        runs[0].steps ?? "",
        `${tiny(runs[0].final ?? Number.NaN)} after ${duration(longest(runs))}`,
      ];
    }),
  };
}

function timeCell(runs, level) {
  const samples = timesTo(runs, level);
  if (samples.length === 0) return "never";
  return samples.length < runs.length ? `${samples.length} of ${runs.length} runs` : durations(samples);
}

function plotOf(entrants, problem, file) {
  const series = entrants.map(({ label, kind, node, runs }) => ({
    label,
    ours: kind === "ours",
    node,
    points: runs[0].curve.filter(([seconds, value]) => seconds > 0 && value > 0),
  }));
  return {
    file,
    title: `${problem.title}, l2 ${problem.l2}${problem.l1 > 0 ? `, l1 ${problem.l1}` : ""}: relative suboptimality (F − F*) / F* against seconds`,
    xLabel: "seconds",
    yLabel: "relative suboptimality",
    series: series.filter(({ points }) => points.length > 0),
  };
}

/** One line of the table of goals. */
export const aheadGoal = (race, node, { work, goal, atLeast, level }) => {
  const found = race.ahead(node, level);
  const value = found?.factor;
  return {
    work,
    goal,
    node,
    text: found
      ? `${found.text}, ${found.best.label}: ${duration(found.best.seconds)}`
      : "ours did not get there, or no peer is here",
    met: value !== undefined && value >= atLeast,
  };
};
