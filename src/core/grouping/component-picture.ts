import type { Factors } from '../separation/factors'
import { templateOf } from '../separation/templates'
import { panOf } from './component-pan'

/** How one or several templates together are shown. */
export interface ComponentPicture {
  /** (bins), of the sum 1 */
  readonly template: Float32Array
  /** (columns) */
  readonly activation: Float32Array
  /** −1 left … 1 right; null unless the model knows channels */
  readonly pan: number | null
}

/**
 * The picture of a component: of a single template w_k and h_k themselves, of several the margins of their sum,
 * w(f) = Σ_k w_k(f)·Σ_n h_k(n) / Σ_kn h_k(n) and h(n) = Σ_k h_k(n). Templates and positions count by how much they sound.
 *
 * @param indices of the templates, at least one
 * @returns       views into W and H for a single template, so not to be written to
 */
export function componentPicture(factors: Factors, indices: readonly number[]): ComponentPicture {
  const { binCount, columnCount, H } = factors
  const rowOf = (k: number) => H.subarray(k * columnCount, (k + 1) * columnCount)
  if (indices.length === 1) {
    const k = indices[0]
    return { template: templateOf(factors, k), activation: rowOf(k), pan: panOf(factors, k) }
  }
  const sums = indices.map((k) => rowOf(k).reduce((sum, height) => sum + height, 0))
  const total = sums.reduce((sum, value) => sum + value, 0)
  const shares = sums.map((sum) => (total > 0 ? sum / total : 1 / indices.length))
  const template = new Float32Array(binCount)
  const activation = new Float32Array(columnCount)
  let pan = 0
  indices.forEach((k, i) => {
    templateOf(factors, k).forEach((value, f) => (template[f] += shares[i] * value))
    rowOf(k).forEach((height, n) => (activation[n] += height))
    pan += shares[i] * (panOf(factors, k) ?? 0)
  })
  return { template, activation, pan: panOf(factors, indices[0]) === null ? null : pan }
}
