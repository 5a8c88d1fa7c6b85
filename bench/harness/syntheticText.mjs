import { integers, permutation, random, uniform } from "../softmax.mjs";

/** Words of one topic; each class talks about its own with this probability, else about anything. */
const TOPIC_WORDS = 1500;
const TOPIC_SHARE = 0.25;
/** Labels replaced by random ones, so that no model is perfect. */
const WRONG_LABELS = 0.05;

/**
 * Documents as bags of words: 20,000 of them over 50,000 words and 20 classes, about 90 distinct words each,
 * word frequencies by Zipf's law, weighted by tf-idf and scaled to length 1. The same ones every time.
 * With `nClasses` 2 the classes are joined into two halves.
 */
export function syntheticText({ smoke = false, nClasses }) {
  const [nRows, nColumns, nTopics] = smoke ? [500, 2000, 5] : [20_000, 50_000, 20];
  const topics = integers(random(1, "topics"), nRows, nTopics);
  const lengths = integers(random(1, "lengths"), nRows, 150);
  const places = permutation(random(1, "places"), nColumns);
  const bags = [];
  for (let i = 0; i < nRows; i++) bags.push(bag(i, 50 + lengths[i], topics[i], nColumns, places));
  const targets = mislabelled(topics, nTopics);
  return {
    features: tfIdf(bags, nColumns),
    targets: nClasses === 2 ? targets.map((c) => (c < nTopics / 2 ? 0 : 1)) : targets,
    nClasses: nClasses ?? nTopics,
  };
}

/** Counts by word, of one document. */
function bag(document, length, topic, nColumns, places) {
  const draws = uniform(random(1, "words", document), 2 * length);
  const counts = new Map();
  for (let k = 0; k < length; k++) {
    const ownTopic = draws[2 * k] < TOPIC_SHARE;
    const rank = zipf(draws[2 * k + 1], ownTopic ? Math.min(TOPIC_WORDS, nColumns) : nColumns);
    const word = ownTopic ? places[(rank + topic * TOPIC_WORDS) % nColumns] : rank;
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return [...counts].sort(([a], [b]) => a - b);
}

/** Rank r below n with a probability that falls about as 1/(r + 1). */
const zipf = (u, n) => Math.min(n - 1, Math.floor((n + 1) ** u) - 1);

function mislabelled(topics, nTopics) {
  const draws = uniform(random(1, "mislabelled"), topics.length);
  const others = integers(random(1, "wrong labels"), topics.length, nTopics);
  return topics.map((topic, i) => (draws[i] < WRONG_LABELS ? others[i] : topic));
}

/** Rows (1 + ln tf)·ln(n / df), scaled to length 1. */
function tfIdf(bags, nColumns) {
  const frequency = new Int32Array(nColumns);
  for (const words of bags) for (const [word] of words) frequency[word]++;
  const rowStarts = new Int32Array(bags.length + 1);
  bags.forEach((words, i) => {
    rowStarts[i + 1] = rowStarts[i] + words.length;
  });
  const columns = new Int32Array(rowStarts[bags.length]);
  const values = new Float32Array(columns.length);
  bags.forEach((words, i) => {
    const weights = words.map(
      ([word, count]) => (1 + Math.log(count)) * Math.log((1 + bags.length) / frequency[word]),
    );
    const norm = Math.hypot(...weights);
    words.forEach(([word], k) => {
      columns[rowStarts[i] + k] = word;
      values[rowStarts[i] + k] = weights[k] / norm;
    });
  });
  return { kind: "csr", values, columns, rowStarts, nRows: bags.length, nColumns };
}
