/** β as the cost and the updates take it: 0, 1 and 2 have their own forms, and a β closer than 1e-6 to one of them is that one. */
export function snapBeta(beta: number): number {
  const nearest = Math.round(beta)
  return Math.abs(beta - nearest) < 1e-6 ? nearest : beta
}

/**
 * Exponent γ of the multiplicative update, with which the cost provably never rises: 1/(2 − β) for β < 1, 1 for 1 ≤ β ≤ 2.
 *
 * @see Févotte & Idier 2011, Neural Computation 23(9), equation 4.8
 */
export function updateExponent(beta: number): number {
  return beta < 1 ? 1 / (2 - beta) : 1
}

/**
 * x^exponent for x ≥ 0. The exponents that compilers know a shorter way for are spelled out: code that is interpreted at first
 * and compiled later gives the same bits all the time.
 */
export function power(x: number, exponent: number): number {
  if (exponent === 1) return x
  if (exponent === 2) return x * x
  return exponent === 0.5 ? Math.sqrt(x) : x ** exponent
}

/**
 * Σ_i d_β(x_i | y_i) over `count` values from `first` on.
 *
 * d_0 = x/y − log(x/y) − 1 (Itakura–Saito), d_1 = x·log(x/y) − x + y (Kullback–Leibler), d_2 = (x − y)²/2 (Euclidean), else
 * (x^β + (β − 1)·y^β − β·x·y^(β−1)) / (β(β − 1)).
 */
export function betaDivergence(options: {
  /** ≥ 0, for β = 0 positive */
  x: Float64Array
  /** positive */
  y: Float64Array
  first: number
  count: number
  beta: number
}): number {
  const { x, y, first, beta } = options
  const end = first + options.count
  let sum = 0
  if (beta === 0) {
    for (let i = first; i < end; i++) sum += x[i] / y[i] - Math.log(x[i] / y[i]) - 1
    return sum
  }
  if (beta === 1) {
    for (let i = first; i < end; i++) sum += y[i] - x[i] + (x[i] > 0 ? x[i] * Math.log(x[i] / y[i]) : 0)
    return sum
  }
  if (beta === 2) {
    for (let i = first; i < end; i++) {
      const difference = x[i] - y[i]
      sum += difference * difference
    }
    return sum / 2
  }
  for (let i = first; i < end; i++) {
    const slope = power(y[i], beta - 1)
    sum += power(x[i], beta) + (beta - 1) * slope * y[i] - beta * x[i] * slope
  }
  return sum / (beta * (beta - 1))
}
