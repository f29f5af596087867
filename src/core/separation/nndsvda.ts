import { truncatedSvd } from '../math/truncated-svd'
import { productModel, type Factors } from './factors'

/**
 * A start of NMF from the singular vectors of V: of each pair that of its positive and its negative part which holds more,
 * entries that are 0 filled with the mean. The same for the same seed, and it follows the level of V. Yields every few milliseconds.
 *
 * @param V       (bins × columns), column after column, read only
 * @returns       product factors of at most `rank` components, fewer where V has fewer bins, columns or dimensions; null: silence
 * @see           Boutsidis & Gallopoulos 2008, Pattern Recognition 41(4)
 */
export function* nndsvda(
  V: Float32Array,
  options: { binCount: number; columnCount: number; rank: number; seed: number }
): Generator<void, Factors | null> {
  const { binCount, columnCount, seed } = options
  const mean = V.reduce((sum, value) => sum + value, 0) / V.length
  if (!(mean > 0)) return null
  const svd = yield* truncatedSvd(V, { rows: binCount, columns: columnCount, rank: options.rank, seed })
  const rank = svd.values.filter((value) => value > 1e-6 * svd.values[0]).length
  const W = new Float32Array(rank * binCount)
  const H = new Float32Array(rank * columnCount)
  for (let k = 0; k < rank; k++) {
    const u = svd.U.subarray(k * binCount, (k + 1) * binCount)
    const v = svd.V.subarray(k * columnCount, (k + 1) * columnCount)
    // the first pair is of one sign but for rounding
    const sign = partProduct(u, v, 1) >= partProduct(u, v, -1) ? 1 : -1
    // of V at mean 1, so that filling means the same at any level
    const value = svd.values[k] / mean
    const template = filledPart(u, sign, Math.sqrt(value * lengthRatio(u, v, sign)), k === 0)
    const activation = filledPart(v, sign, Math.sqrt(value * lengthRatio(v, u, sign)), k === 0)
    const sum = template.reduce((total, entry) => total + entry, 0)
    W.set(
      template.map((entry) => entry / sum),
      k * binCount
    )
    H.set(
      activation.map((entry) => entry * sum * mean),
      k * columnCount
    )
  }
  return { rank, binCount, columnCount, model: productModel, W, H }
}

/** The part of a sign times a factor, zeros filled with 1; of the first vectors all entries count. */
function filledPart(vector: Float64Array, sign: number, factor: number, isFirst: boolean): Float64Array {
  return vector.map((entry) => {
    const part = factor * (isFirst ? Math.abs(entry) : Math.max(0, sign * entry))
    return part > 1e-6 ? part : 1
  })
}

function partLength(vector: Float64Array, sign: number): number {
  return Math.sqrt(vector.reduce((sum, entry) => sum + Math.max(0, sign * entry) ** 2, 0))
}

function partProduct(u: Float64Array, v: Float64Array, sign: number): number {
  return partLength(u, sign) * partLength(v, sign)
}

function lengthRatio(of: Float64Array, by: Float64Array, sign: number): number {
  return partLength(by, sign) / partLength(of, sign)
}
