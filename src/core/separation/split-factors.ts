import { AppError } from '../errors'
import type { FactorModel, Factors } from './factors'

/** Enough for margins that differ by less than the rounding of float32 in every recording tried. */
const balanceRounds = 30

/**
 * Factors in which parts take the place of some components: the first one's place, one after the other.
 *
 * Each part is scaled by a gain for each bin and one for each column, the same for all parts, until the parts together have the
 * margins Σ_n and Σ_f of what they replace. How they share a bin among themselves does not change by that, and a part stays a
 * template and an activation; but what they take from the other components is then as near to before as the margins make it.
 *
 * @param former  of the model product or stereo
 * @param indices of the components that go, at least one
 * @param parts   factors of what these hold, of the same bins, columns and model
 * @throws        AppError 'invalid-argument' when there is nothing in the components or in the parts
 */
export function splitFactors(former: Factors, indices: readonly number[], parts: Factors): Factors {
  const { binCount, columnCount } = former
  const balanced = balancedParts(marginsOf(former, indices), parts)
  const order = partOrder(former.rank, indices, parts.rank)
  const rank = order.length
  const W = new Float32Array(rank * binCount)
  const H = new Float32Array(rank * columnCount)
  order.forEach(({ from, index }, place) => {
    const of = from === 'former' ? former : balanced
    W.set(of.W.subarray(index * binCount, (index + 1) * binCount), place * binCount)
    H.set(of.H.subarray(index * columnCount, (index + 1) * columnCount), place * columnCount)
  })
  return { rank, binCount, columnCount, model: splitModel(former, parts, order), W, H }
}

interface Place {
  readonly from: 'former' | 'parts'
  readonly index: number
}

/** Where each component of a split separation comes from. */
function partOrder(rank: number, indices: readonly number[], partCount: number): Place[] {
  const first = Math.min(...indices)
  return Array.from({ length: rank }, (_, index): Place[] => {
    if (index === first) return Array.from({ length: partCount }, (_, part) => ({ from: 'parts', index: part }))
    return indices.includes(index) ? [] : [{ from: 'former', index }]
  }).flat()
}

function splitModel(former: Factors, parts: Factors, order: readonly Place[]): FactorModel {
  if (former.model.kind !== 'stereo' || parts.model.kind !== 'stereo') return former.model
  const gains = { former: former.model.channelGains, parts: parts.model.channelGains }
  const ranks = { former: former.rank, parts: parts.rank }
  const channelCount = gains.former.length / former.rank
  const channelGains = new Float32Array(channelCount * order.length)
  order.forEach(({ from, index }, place) => {
    for (let channel = 0; channel < channelCount; channel++) {
      channelGains[channel * order.length + place] = gains[from][channel * ranks[from] + index]
    }
  })
  return { kind: 'stereo', channelGains }
}

interface Margins {
  /** Σ_n of each bin, Σ_f of each column */
  readonly bins: Float64Array
  readonly columns: Float64Array
}

function marginsOf({ binCount, columnCount, W, H }: Factors, indices: readonly number[]): Margins {
  const bins = new Float64Array(binCount)
  const columns = new Float64Array(columnCount)
  for (const k of indices) {
    const w = W.subarray(k * binCount, (k + 1) * binCount)
    const h = H.subarray(k * columnCount, (k + 1) * columnCount)
    const templateSum = w.reduce((sum, value) => sum + value, 0)
    const heightSum = h.reduce((sum, value) => sum + value, 0)
    w.forEach((value, f) => (bins[f] += value * heightSum))
    h.forEach((value, n) => (columns[n] += value * templateSum))
  }
  return { bins, columns }
}

/** Parts with these margins together, by scaling bins and columns in turn; each template sums to 1. */
function balancedParts({ bins, columns }: Margins, parts: Factors): Pick<Factors, 'W' | 'H'> {
  const { rank } = parts
  const W = Float64Array.from(parts.W)
  const H = Float64Array.from(parts.H)
  if (!bins.some((sum) => sum > 0) || !H.some((height) => height > 0)) {
    throw new AppError('invalid-argument', 'there is nothing to split', {
      problem: 'the component holds nothing that could be split'
    })
  }
  for (let round = 0; round < balanceRounds; round++) {
    scaleTo(bins, W, sumsOf(H, rank))
    normaliseTemplates(W, H, rank)
    scaleTo(columns, H, sumsOf(W, rank))
  }
  return { W: Float32Array.from(W), H: Float32Array.from(H) }
}

/** Scales the entries at each place of all rows so that Σ_j rows[j][place]·weights[j] is what is wanted there. */
function scaleTo(wanted: Float64Array, rows: Float64Array, weights: readonly number[]): void {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  for (let place = 0; place < wanted.length; place++) {
    let sum = 0
    weights.forEach((weight, j) => (sum += rows[j * wanted.length + place] * weight))
    weights.forEach((_, j) => {
      const at = j * wanted.length + place
      // where no part has anything, as in a silent column, all share alike
      rows[at] = sum > 0 ? (rows[at] * wanted[place]) / sum : wanted[place] / total
    })
  }
}

function normaliseTemplates(W: Float64Array, H: Float64Array, rank: number): void {
  sumsOf(W, rank).forEach((sum, j) => {
    if (!(sum > 0)) return
    const template = rowOf(W, rank, j)
    const activation = rowOf(H, rank, j)
    template.forEach((value, f) => (template[f] = value / sum))
    activation.forEach((value, n) => (activation[n] = value * sum))
  })
}

function sumsOf(rows: Float64Array, rank: number): number[] {
  return Array.from({ length: rank }, (_, j) => rowOf(rows, rank, j).reduce((sum, value) => sum + value, 0))
}

function rowOf(rows: Float64Array, rank: number, j: number): Float64Array {
  const length = rows.length / rank
  return rows.subarray(j * length, (j + 1) * length)
}
