/**
 * Random numbers of one input: the same for the same seed and index, whatever was drawn for others, so that an input can be
 * made again alone. Counters, mixed as in SplitMix32.
 */
export function randomOf(seed, index) {
  let state = mix(mix(seed | 0) ^ (index >>> 0) ^ Math.imul(Math.floor(index / 2 ** 32), 0x85ebca6b));
  const bits = () => mix((state = (state + 0x9e3779b9) | 0)) >>> 0;
  const below = (n) => Math.floor((bits() / 2 ** 32) * n);
  return {
    /** 32 of them. */
    bits,
    /** A whole number from 0 to n − 1. */
    below,
    /** A number from 0 to 1, without 1. */
    share: () => bits() / 2 ** 32,
    chance: (p) => bits() / 2 ** 32 < p,
    pick: (list) => list[below(list.length)],
    /** A whole number ≥ 0, small ones more often: a random number of its bits. */
    skewed: (n) => below(Math.min(n, 2 ** below(Math.ceil(Math.log2(n + 1)) + 1))),
  };
}

function mix(z) {
  let x = z | 0;
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return x ^ (x >>> 15);
}
