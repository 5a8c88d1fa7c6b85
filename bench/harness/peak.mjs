/**
 * What one core can do with 128-bit vectors: a WebAssembly loop of nothing but multiply-adds, on twelve
 * accumulators that wait for nobody. Written as bytes, so that no compiler stands between the claim and the loop.
 * @see WebAssembly Core Specification 3.0, chapter "Binary Format"
 */

const ACCUMULATORS = 12;
const UNROLLED = 4;
/** Additions and multiplications in one round of the loop: four lanes, two operations each. */
const FLOPS_PER_ROUND = ACCUMULATORS * UNROLLED * 4 * 2;

const V128 = 0x7b;
const I32 = 0x7f;
const F32 = 0x7d;

const unsigned = (value) => (value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)]);
const counted = (items) => [...unsigned(items.length), ...items.flat()];
const section = (id, items) => [id, ...withLength(counted(items))];
const withLength = (bytes) => [...unsigned(bytes.length), ...bytes];
const localGet = (k) => [0x20, k];
const localSet = (k) => [0x21, k];
const vector = (opcode) => [0xfd, ...unsigned(opcode)];
const f32 = (value) => [0x43, ...new Uint8Array(Float32Array.of(value).buffer)];

/** a ← a · x + x, fused where the host has relaxed SIMD. */
function multiplyAdd(accumulator, x, fused) {
  const operation = fused
    ? [...localGet(accumulator), ...localGet(x), ...localGet(x), ...vector(0x105)]
    : [...localGet(accumulator), ...localGet(x), ...vector(0xe6), ...localGet(x), ...vector(0xe4)];
  return [...operation, ...localSet(accumulator)];
}

/** `run(rounds)`, whose result keeps the compiler from leaving the work out. */
function loopModule(fused) {
  const accumulators = Array.from({ length: ACCUMULATORS }, (_, k) => 1 + k);
  const x = 1 + ACCUMULATORS;
  const round = Array.from({ length: UNROLLED }, () => accumulators.map((a) => multiplyAdd(a, x, fused)));
  const again = [...localGet(0), 0x41, 1, 0x6b, 0x22, 0, 0x0d, 0];
  const sum = accumulators.slice(1).flatMap((a) => [...localGet(a), ...vector(0xe4)]);
  const body = [
    ...counted([[...unsigned(ACCUMULATORS + 1), V128]]),
    ...[...f32(0.5), ...vector(0x13), ...localSet(x)],
    ...[0x03, 0x40, ...round.flat(2), ...again, 0x0b],
    ...[...localGet(accumulators[0]), ...sum, ...vector(0x1f), 0, 0x0b],
  ];
  const exported = [3, ...new TextEncoder().encode("run"), 0, 0];
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [[0x60, 1, I32, 1, F32]]),
    ...section(3, [[0]]),
    ...section(7, [exported]),
    ...section(10, [withLength(body)]),
  ]);
}

/** The loop, or undefined where the host lacks the instructions. */
function compile(fused) {
  const bytes = loopModule(fused);
  return WebAssembly.validate(bytes)
    ? new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports.run
    : undefined;
}

/**
 * GFLOP/s of one core with 128-bit vectors: the best of some runs of about 20 ms. Fused multiply-adds where the host has
 * them, else multiplications and additions apart.
 */
export function measurePeak(repeats = 10) {
  const fused = compile(true);
  const run = fused ?? compile(false);
  const rounds = 3_000_000;
  let best = 0;
  for (let k = 0; k < repeats; k++) {
    const start = performance.now();
    run(rounds);
    best = Math.max(best, (rounds * FLOPS_PER_ROUND) / (performance.now() - start) / 1e6);
  }
  return { gflops: best, fused: fused !== undefined };
}

/** GB/s of copying 256 MB, read and written bytes counted once each: the best of some runs. */
export function measureCopy(repeats = 5) {
  const from = new Uint8Array(128e6).fill(1);
  const to = new Uint8Array(from.length).fill(2);
  let best = 0;
  for (let k = 0; k < repeats; k++) {
    const start = performance.now();
    to.set(from);
    best = Math.max(best, (2 * from.length) / (performance.now() - start) / 1e6);
  }
  return best;
}
