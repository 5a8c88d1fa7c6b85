/** The middle value; the mean of the two middle ones where they are even in number. */
export function median(samples) {
  const sorted = samples.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The value that a share `q` of the samples does not exceed. */
export const quantile = (samples, q) =>
  samples.toSorted((a, b) => a - b)[Math.min(samples.length - 1, Math.ceil(q * samples.length) - 1)];

/** How far the samples lie apart, relative to their median. */
export const spread = (samples) => (Math.max(...samples) - Math.min(...samples)) / median(samples);

/** Between two turns: libraries' threads keep spinning for a moment after their work. */
const PAUSE = 300;

/**
 * Measures subjects in turn: once each, then once each again, beginning with another one, so that a slow
 * minute of the machine hits all of them. `measure(subject, round)` resolves to one sample. Whoever would
 * exceed `budget` seconds in all, going by its slowest round, sits out the further rounds, and so does whose latest
 * sample `suffices`.
 *
 * @returns a Map from subject to its samples; a subject whose measurement throws has an `Error` in their place
 */
export async function alternate(subjects, { rounds, budget = 60, suffices = (_sample) => false }, measure) {
  const samples = new Map(subjects.map((subject) => [subject, []]));
  const spent = new Map(subjects.map((subject) => [subject, { total: 0, slowest: 0 }]));
  for (let round = 0; round < rounds; round++)
    for (let k = 0; k < subjects.length; k++) {
      const subject = subjects[(k + round) % subjects.length];
      const time = spent.get(subject);
      const taken = samples.get(subject);
      if (taken instanceof Error || (round > 0 && time.total + time.slowest > budget)) continue;
      if (taken.length > 0 && suffices(taken.at(-1))) continue;
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
      const start = performance.now();
      try {
        taken.push(await measure(subject, round));
      } catch (error) {
        samples.set(subject, error);
      }
      const seconds = (performance.now() - start) / 1000;
      time.total += seconds;
      time.slowest = Math.max(time.slowest, seconds);
    }
  return samples;
}
