import { bestComponents } from './component-energy'
import { matchComponents } from './component-matching'
import { productModel, type Factors } from './factors'
import type { StartFactors } from './nmf-problem'

/** Templates that stay as they are: the first components of a separation. */
export interface FixedTemplates {
  /** (bins × count), each of the sum 1 */
  readonly W: Float32Array
  readonly count: number
  /** `[channel * count + k]`, NaN where the gain is yet to be found; null without a joint model */
  readonly channelGains: Float32Array | null
}

/**
 * The start of a factorization from what is known: fixed templates first, then the components of other factors, the rest at
 * random.
 *
 * A known component whose template is like a fixed one gives that one its activation. Of the others those with the most energy
 * are kept when there are more than places; their order stays.
 *
 * @param known      factors of the same bins and columns; null: none
 * @param spectrogramCount channels of a joint model, else 1
 */
export function startFactors(options: {
  binCount: number
  columnCount: number
  spectrogramCount: number
  rank: number
  fixed: FixedTemplates | null
  known: Factors | null
}): StartFactors {
  const { binCount, columnCount, spectrogramCount, rank, fixed, known } = options
  if (fixed === null && known === null) return { W: null, H: null, channelGains: null }
  const fixedCount = fixed?.count ?? 0
  const W = new Float32Array(rank * binCount).fill(NaN)
  const H = new Float32Array(rank * columnCount).fill(NaN)
  const gains = new Float32Array(spectrogramCount * rank).fill(NaN)
  const fill = (place: number, index: number): void => {
    H.set(known!.H.subarray(index * columnCount, (index + 1) * columnCount), place * columnCount)
    if (known!.model.kind !== 'stereo') return
    for (let c = 0; c < spectrogramCount; c++) {
      gains[c * rank + place] = known!.model.channelGains[c * known!.rank + index]
    }
  }
  const rest = new Set(Array.from({ length: known?.rank ?? 0 }, (_, index) => index))
  if (fixed) {
    W.set(fixed.W)
    const templates = { rank: fixedCount, binCount, model: productModel, W: fixed.W }
    const matches = known ? matchComponents(known, templates) : []
    matches.forEach((index, place) => {
      if (index === null) return
      fill(place, index)
      rest.delete(index)
    })
    for (let c = 0; c < spectrogramCount; c++) {
      for (let k = 0; k < fixedCount; k++) {
        const gain = fixed.channelGains?.[c * fixedCount + k] ?? NaN
        if (!Number.isNaN(gain)) gains[c * rank + k] = gain
      }
    }
  }
  if (known) {
    bestComponents(known, [...rest], rank - fixedCount).forEach((index, free) => {
      W.set(known.W.subarray(index * binCount, (index + 1) * binCount), (fixedCount + free) * binCount)
      fill(fixedCount + free, index)
    })
  }
  return { W, H, channelGains: spectrogramCount > 1 ? gains : null }
}

/** Templates scaled to the sum 1, given ones after learned ones; null when there are none. */
export function fixedTemplates(options: {
  binCount: number
  spectrogramCount: number
  learned: { readonly W: Float32Array; readonly channelGains: Float32Array | null } | null
  given: Float32Array | null
}): FixedTemplates | null {
  const { binCount, spectrogramCount, learned, given } = options
  const learnedCount = (learned?.W.length ?? 0) / binCount
  const count = learnedCount + (given?.length ?? 0) / binCount
  if (count === 0) return null
  const W = new Float32Array(count * binCount)
  if (learned) W.set(learned.W)
  if (given) W.set(given, learnedCount * binCount)
  for (let k = 0; k < count; k++) {
    const template = W.subarray(k * binCount, (k + 1) * binCount)
    const sum = template.reduce((total, value) => total + value, 0)
    if (sum > 0) template.forEach((value, f) => (template[f] = value / sum))
  }
  const channelGains = new Float32Array(spectrogramCount * count).fill(NaN)
  for (let c = 0; c < spectrogramCount; c++) {
    for (let k = 0; k < learnedCount; k++) {
      channelGains[c * count + k] = learned?.channelGains?.[c * learnedCount + k] ?? NaN
    }
  }
  return { W, count, channelGains: spectrogramCount > 1 ? channelGains : null }
}
