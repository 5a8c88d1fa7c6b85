/**
 * Text as counted terms: words and pairs of neighboring words.
 *
 * A word is a run of letters, digits, marks and underscores of any script, in lower case; apostrophes and
 * everything else divide words. Words of one letter count.
 */
const WORD = /[\p{L}\p{M}\p{N}_]+/gu;

/** How often each term occurs; pairs are written with one space between. */
export function countTerms(text: string, ngrams: 1 | 2): Map<string, number> {
  const words = text.toLowerCase().match(WORD) ?? [];
  const counts = new Map<string, number>();
  const count = (term: string) => counts.set(term, (counts.get(term) ?? 0) + 1);
  for (const word of words) count(word);
  if (ngrams === 2) for (let k = 1; k < words.length; k++) count(`${words[k - 1]} ${words[k]}`);
  return counts;
}

/** 32-bit FNV-1a hash (Fowler, Noll and Vo) of the UTF-16 units, finished by MurmurHash3's mixer. */
export function hashTerm(term: string): number {
  let hash = 0x811c9dc5 | 0;
  for (let k = 0; k < term.length; k++) hash = Math.imul(hash ^ term.charCodeAt(k), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
