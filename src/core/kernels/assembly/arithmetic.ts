/** c + a·b, in one rounding where the build has it. */
@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_madd(a, b, c) : f32x4.add(c, f32x4.mul(a, b))
}

/** Transposes four vectors into memory, so many bytes apart. */
@inline
export function storeTransposed(a: v128, b: v128, c: v128, d: v128, target: usize, stride: usize): void {
  const ab0 = v128.shuffle<f32>(a, b, 0, 4, 1, 5)
  const ab2 = v128.shuffle<f32>(a, b, 2, 6, 3, 7)
  const cd0 = v128.shuffle<f32>(c, d, 0, 4, 1, 5)
  const cd2 = v128.shuffle<f32>(c, d, 2, 6, 3, 7)
  v128.store(target, v128.shuffle<i64>(ab0, cd0, 0, 2))
  v128.store(target + stride, v128.shuffle<i64>(ab0, cd0, 1, 3))
  v128.store(target + 2 * stride, v128.shuffle<i64>(ab2, cd2, 0, 2))
  v128.store(target + 3 * stride, v128.shuffle<i64>(ab2, cd2, 1, 3))
}

/** Σa in double precision. */
@inline
export function sumOf(a: v128): f64 {
  const pairs = f64x2.add(f64x2.promote_low_f32x4(a), f64x2.promote_low_f32x4(v128.shuffle<i64>(a, a, 1, 1)))
  return f64x2.extract_lane(pairs, 0) + f64x2.extract_lane(pairs, 1)
}

/**
 * Natural logarithm of normal x > 0 to about 1e-7. With x = 2^e·(1 + u), √½ ≤ 1 + u < √2, s = u/(2 + u) and h = u²/2:
 * log x = e·log 2 + u − h + s·(h + 2s²/3 + 2s⁴/5 + …).
 */
@inline
export function log(x: v128): v128 {
  const rootOfHalf = i32x4.splat(0x3f3504f3)
  const shifted = i32x4.sub(x, rootOfHalf)
  const exponent = f32x4.convert_i32x4_s(i32x4.shr_s(shifted, 23))
  const mantissa = i32x4.add(v128.and(shifted, i32x4.splat(0x007fffff)), rootOfHalf)
  const u = f32x4.sub(mantissa, f32x4.splat(1))
  const h = f32x4.mul(f32x4.splat(0.5), f32x4.mul(u, u))
  const s = f32x4.div(u, f32x4.add(f32x4.splat(2), u))
  const z = f32x4.mul(s, s)
  let series = madd(z, f32x4.splat(2.0 / 9), f32x4.splat(2.0 / 7))
  series = madd(z, series, f32x4.splat(2.0 / 5))
  series = madd(z, series, f32x4.splat(2.0 / 3))
  const small = madd(exponent, f32x4.splat(9.0580006145e-6), f32x4.mul(s, madd(z, series, h)))
  return madd(exponent, f32x4.splat(0.69313812256), f32x4.sub(u, f32x4.sub(h, small)))
}

/** v·log(v/m) − v + m, where the model m bears its floor, which does not count. */
@inline
export function kullbackLeibler(v: v128, m: v128, ratio: v128): v128 {
  const explained = f32x4.sub(m, f32x4.splat(modelFloor))
  const logarithm = log(f32x4.pmax(f32x4.splat(1e-37), ratio))
  return f32x4.add(f32x4.mul(v, logarithm), f32x4.sub(explained, v))
}

/** e^x for |x| ≤ 87, to about 1e-7: 2^n·e^r with |r| ≤ log(2)/2. */
@inline
function exp(x: v128): v128 {
  const n = f32x4.nearest(f32x4.mul(x, f32x4.splat(1.44269504)))
  const r = madd(n, f32x4.splat(2.12194440e-4), madd(n, f32x4.splat(-0.693359375), x))
  let series = madd(r, f32x4.splat(1.0 / 5040), f32x4.splat(1.0 / 720))
  series = madd(r, series, f32x4.splat(1.0 / 120))
  series = madd(r, series, f32x4.splat(1.0 / 24))
  series = madd(r, series, f32x4.splat(1.0 / 6))
  series = madd(r, series, f32x4.splat(0.5))
  series = madd(r, series, f32x4.splat(1))
  series = madd(r, series, f32x4.splat(1))
  const scale = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23)
  return f32x4.mul(series, scale)
}

/** x^exponent for x ≥ 0; exactly rounded roots and products where they do, else to about 1e-6 within 1e-37 … 1e37. */
@inline
export function power(x: v128, exponent: f32): v128 {
  if (exponent == 1) return x
  if (exponent == 0.5) return f32x4.sqrt(x)
  if (exponent == 1.5) return f32x4.mul(x, f32x4.sqrt(x))
  const normal = f32x4.pmin(f32x4.splat(1e37), f32x4.pmax(f32x4.splat(1e-37), x))
  const logarithm = f32x4.mul(f32x4.splat(exponent), log(normal))
  return exp(f32x4.pmin(f32x4.splat(87), f32x4.pmax(f32x4.splat(-87), logarithm)))
}

/** factor·(numerator/denominator)^exponent where it is free and not 0, and never below the floor. */
@inline
export function updated(factor: v128, numerator: v128, denominator: v128, exponent: f32, free: v128): v128 {
  const ratio = f32x4.div(numerator, f32x4.pmax(f32x4.splat(smallestDenominator), denominator))
  const moved = f32x4.pmax(f32x4.splat(factorFloor), f32x4.mul(factor, power(ratio, exponent)))
  return v128.bitselect(moved, factor, v128.and(free, f32x4.gt(factor, f32x4.splat(0))))
}

// As in nmf-kernel.ts; a test compares them.
export const factorFloor: f32 = 1e-15
export const modelFloor: f32 = 1e-12
export const smallestDenominator: f32 = 1e-30
