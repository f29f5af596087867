import { lagCountOf, type Factors } from './factors'

/**
 * The spectrum of component k's template: w_k itself, or for a template of several columns Σ_τ w_k(τ), which like every
 * template sums to 1.
 *
 * @returns (bins); a view into W where the template is one column long, so not to be written to
 */
export function templateOf(factors: Pick<Factors, 'binCount' | 'model' | 'W'>, k: number): Float32Array {
  const { binCount, W } = factors
  const lagCount = lagCountOf(factors)
  const first = k * lagCount * binCount
  if (lagCount === 1) return W.subarray(first, first + binCount)
  const spectrum = new Float32Array(binCount)
  for (let i = 0; i < lagCount * binCount; i++) spectrum[i % binCount] += W[first + i]
  return spectrum
}
