/** Vectors of T = f32 (4 lanes) or f64 (2 lanes), and the two transcendental functions softmax needs. */

/** Entries of a vector of T. */
export function lanes<T>(): i32 {
  return 16 / sizeof<T>();
}

/** The V at an address, in every lane of a vector of T. */
export function splatAt<T, V>(at: usize): v128 {
  if (sizeof<T>() == sizeof<V>()) return v128.load_splat<T>(at);
  return v128.splat<T>(<T>load<V>(at));
}

/** a · b + c: rounded once where the build has relaxed SIMD and the machine has FMA, twice otherwise. */
export function fma<T>(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return v128.relaxed_madd<T>(a, b, c);
  return v128.add<T>(v128.mul<T>(a, b), c);
}

/** The first two entries of a vector of T as f64. */
export function widenLow<T>(a: v128): v128 {
  if (sizeof<T>() == 8) return a;
  return v128.promote_low<f32>(a);
}

/** Entries 2 and 3 of a vector of f32 as f64; zero for f64. */
export function widenHigh<T>(a: v128): v128 {
  if (sizeof<T>() == 8) return f64x2.splat(0);
  return v128.promote_low<f32>(v128.shuffle<f64>(a, a, 1, 1));
}

/** The sum of all entries, in f64. */
export function sum<T>(a: v128): f64 {
  const s = v128.add<f64>(widenLow<T>(a), widenHigh<T>(a));
  return f64x2.extract_lane(s, 0) + f64x2.extract_lane(s, 1);
}

/** (out[0], out[1]) += (Σ a, Σ b). */
export function addSums2<T>(out: usize, a: v128, b: v128): void {
  if (sizeof<T>() == 8) v128.store(out, v128.add<f64>(v128.load(out), pairSums(a, b)));
  else {
    const halves = halfSums(a, b);
    const sums = v128.add<f32>(halves, v128.shuffle<f32>(halves, halves, 2, 3, 2, 3));
    v128.store_lane<i64>(out, v128.add<f32>(v128.load_zero<i64>(out), sums), 0);
  }
}

/** (out[0], …, out[3]) += (Σ a, Σ b, Σ c, Σ d), each summed in the order of `addSums2`. */
export function addSums4<T>(out: usize, a: v128, b: v128, c: v128, d: v128): void {
  if (sizeof<T>() == 8) {
    addSums2<T>(out, a, b);
    addSums2<T>(out + 16, c, d);
  } else {
    const ab = halfSums(a, b);
    const cd = halfSums(c, d);
    const sums = v128.add<f32>(v128.shuffle<f32>(ab, cd, 0, 1, 4, 5), v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
    v128.store(out, v128.add<f32>(v128.load(out), sums));
  }
}

/** (Σ a, Σ b) in f64. */
function pairSums(a: v128, b: v128): v128 {
  return v128.add<f64>(v128.shuffle<f64>(a, b, 0, 2), v128.shuffle<f64>(a, b, 1, 3));
}

/** (a₀ + a₂, b₀ + b₂, a₁ + a₃, b₁ + b₃) in f32. */
function halfSums(a: v128, b: v128): v128 {
  return v128.add<f32>(v128.shuffle<f32>(a, b, 0, 4, 1, 5), v128.shuffle<f32>(a, b, 2, 6, 3, 7));
}

/** e^x for x ≤ 0 (right up to 88 and 709); 0 below the least normal number; NaN stays NaN. */
export function exp<T>(x: v128): v128 {
  if (sizeof<T>() == 8) return exp64(x);
  return exp32(x);
}

/*
 * e^x = 2^n · e^r with n = ⌊x / ln 2⌉ and |r| ≤ ln 2 / 2. Adding 1.5 · 2^(mantissa bits) leaves n in the low
 * bits of the sum, from where a shift moves it into the exponent. ln 2 is split in two (Cody & Waite 1980) so
 * that n · LN2_HIGH is exact. e^r is its Taylor polynomial in Horner form, as far as the next term is below
 * half an ulp: |r|^8 / 8! < 6e-9 and |r|^14 / 14! < 5e-18.
 */

function exp32(x: v128): v128 {
  const shifter = f32x4.splat(12582912.0);
  const shifted = fma<f32>(x, f32x4.splat(1.44269504), shifter);
  const n = f32x4.sub(shifted, shifter);
  let r = fma<f32>(n, f32x4.splat(-0.693359375), x);
  r = fma<f32>(n, f32x4.splat(2.1219444e-4), r);
  let e = fma<f32>(r, f32x4.splat(1.0 / 5040.0), f32x4.splat(1.0 / 720.0));
  e = fma<f32>(e, r, f32x4.splat(1.0 / 120.0));
  e = fma<f32>(e, r, f32x4.splat(1.0 / 24.0));
  e = fma<f32>(e, r, f32x4.splat(1.0 / 6.0));
  e = fma<f32>(e, r, f32x4.splat(0.5));
  e = fma<f32>(f32x4.mul(e, r), r, r);
  e = f32x4.add(e, f32x4.splat(1));
  const scaled = i32x4.add(e, i32x4.shl(shifted, 23));
  return v128.andnot(scaled, f32x4.lt(x, f32x4.splat(-87.3)));
}

function exp64(x: v128): v128 {
  const shifter = f64x2.splat(6755399441055744.0);
  const shifted = fma<f64>(x, f64x2.splat(1.4426950408889634), shifter);
  const n = f64x2.sub(shifted, shifter);
  let r = fma<f64>(n, f64x2.splat(-0.6931471803691238), x);
  r = fma<f64>(n, f64x2.splat(-1.9082149292705877e-10), r);
  let e = fma<f64>(r, f64x2.splat(1.0 / 6227020800.0), f64x2.splat(1.0 / 479001600.0));
  e = fma<f64>(e, r, f64x2.splat(1.0 / 39916800.0));
  e = fma<f64>(e, r, f64x2.splat(1.0 / 3628800.0));
  e = fma<f64>(e, r, f64x2.splat(1.0 / 362880.0));
  e = fma<f64>(e, r, f64x2.splat(1.0 / 40320.0));
  e = fma<f64>(e, r, f64x2.splat(1.0 / 5040.0));
  e = fma<f64>(e, r, f64x2.splat(1.0 / 720.0));
  e = fma<f64>(e, r, f64x2.splat(1.0 / 120.0));
  e = fma<f64>(e, r, f64x2.splat(1.0 / 24.0));
  e = fma<f64>(e, r, f64x2.splat(1.0 / 6.0));
  e = fma<f64>(e, r, f64x2.splat(0.5));
  e = fma<f64>(f64x2.mul(e, r), r, r);
  e = f64x2.add(e, f64x2.splat(1));
  const scaled = i64x2.add(e, i64x2.shl(shifted, 52));
  return v128.andnot(scaled, f64x2.lt(x, f64x2.splat(-708.3)));
}

/*
 * ln x = k · ln 2 + ln (1 + t) with 1 + t in [√½, √2). With s = t / (2 + t), |s| ≤ 0.1716,
 * ln (1 + t) = 2 artanh s = 2s + sR, R = 2s²/3 + 2s⁴/5 + … + 2s²⁰/21 (the next term is below 3e-18), and since
 * 2s = t − st it is t − s(t − R), where t is exact and the rest is small (as in Sun's fdlibm).
 */

/** ln x for positive normal x, in f64. */
export function log64(x: v128): v128 {
  const k = i64x2.shr_s(i64x2.sub(x, i64x2.splat(0x3fe6a09e667f3bcd)), 52);
  const t = f64x2.sub(i64x2.sub(x, i64x2.shl(k, 52)), f64x2.splat(1));
  const s = f64x2.div(t, f64x2.add(t, f64x2.splat(2)));
  const q = f64x2.mul(s, s);
  let R = fma<f64>(q, f64x2.splat(2.0 / 21.0), f64x2.splat(2.0 / 19.0));
  R = fma<f64>(R, q, f64x2.splat(2.0 / 17.0));
  R = fma<f64>(R, q, f64x2.splat(2.0 / 15.0));
  R = fma<f64>(R, q, f64x2.splat(2.0 / 13.0));
  R = fma<f64>(R, q, f64x2.splat(2.0 / 11.0));
  R = fma<f64>(R, q, f64x2.splat(2.0 / 9.0));
  R = fma<f64>(R, q, f64x2.splat(2.0 / 7.0));
  R = fma<f64>(R, q, f64x2.splat(2.0 / 5.0));
  R = fma<f64>(R, q, f64x2.splat(2.0 / 3.0));
  const rest = f64x2.mul(s, f64x2.sub(t, f64x2.mul(R, q)));
  const exponent = f64x2.convert_low_i32x4_s(v128.shuffle<i32>(k, k, 0, 2, 0, 2));
  const low = f64x2.sub(fma<f64>(exponent, f64x2.splat(1.9082149292705877e-10), t), rest);
  return fma<f64>(exponent, f64x2.splat(0.6931471803691238), low);
}
