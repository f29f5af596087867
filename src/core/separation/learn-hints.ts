import type { SampleSource } from '../audio/sample-source'
import { AppError } from '../errors'
import { MagnitudeAnalysis } from '../spectral/magnitudes'
import type { StftLayout } from '../spectral/stft-layout'
import type { Factors } from './factors'
import { hintFactor, runLength, type HintField } from './hint-field'

const standardIterations = 20
const columnsPerStep = 8
const floor = 1e-12

/**
 * Factors that have learned from what was painted, by posterior regularisation: in each cell source j counts as
 * Q_j = α_j·W_j·H_j, α_j = 0.3 where a hint speaks against it and else 1. With Z = V / Σ_j Q_j:
 *
 *   H_j ← H_j · W_jᵀ(Z·α_j) / W_jᵀ1, then with the new Q  W_j ← W_j · (Z·α_j)H_jᵀ / 1H_jᵀ
 *
 * It can come above any grouping of the former components, and it can spoil a good one. V is kept when it fits the limit, else
 * computed again in every iteration. Yields the share that is done every few columns; stop pulling to cancel.
 *
 * @param factors          of the model product or stereo, not changed
 * @param componentSources number of the source of each component, negative for none
 * @throws AppError 'invalid-argument' {problem} for other models
 * @see Bryan & Mysore 2013, An efficient posterior regularized latent variable model for interactive sound source separation, ICML
 */
export function* learnFromHints(options: {
  readonly source: SampleSource
  readonly layout: StftLayout
  readonly factors: Factors
  readonly componentSources: Int32Array
  readonly hints: HintField
  readonly memoryLimitBytes?: number
  readonly iterationCount?: number
}): Generator<number, Factors> {
  const { source, layout, factors, componentSources, hints } = options
  const { iterationCount = standardIterations, memoryLimitBytes = Infinity } = options
  const { rank, binCount, columnCount, model } = factors
  if (model.kind !== 'product' && model.kind !== 'stereo') {
    throw new AppError('invalid-argument', `hints with the model ${model.kind}`, {
      problem: 'only separations by NMF can learn from what was painted'
    })
  }
  const W = Float64Array.from(factors.W)
  const H = Float64Array.from(factors.H)
  const numerators = new Float64Array(rank * binCount)
  const readColumn = columnReader(source, layout, memoryLimitBytes)
  const weighting = new HintWeights(hints, componentSources, binCount)
  const ratio = new Float64Array(binCount)
  const height = (k: number, n: number) => k * columnCount + n

  for (let iteration = 0; iteration < iterationCount; iteration++) {
    numerators.fill(0)
    for (let n = 0; n < columnCount; n++) {
      const V = readColumn(n)
      weighting.enter(n)
      writeRatio(V, n)
      for (let k = 0; k < rank; k++) {
        let sum = 0
        const first = k * binCount
        const weights = weighting.of(k)
        if (weights === null) for (let f = 0; f < binCount; f++) sum += W[first + f] * ratio[f]
        else for (let f = 0; f < binCount; f++) sum += W[first + f] * ratio[f] * weights[f]
        // templates sum to 1
        H[height(k, n)] *= sum
      }
      writeRatio(V, n)
      for (let k = 0; k < rank; k++) {
        const value = H[height(k, n)]
        if (value === 0) continue
        const first = k * binCount
        const weights = weighting.of(k)
        if (weights === null) for (let f = 0; f < binCount; f++) numerators[first + f] += value * ratio[f]
        else for (let f = 0; f < binCount; f++) numerators[first + f] += value * ratio[f] * weights[f]
      }
      if (n % columnsPerStep === 0) yield (iteration + n / columnCount) / iterationCount
    }
    for (let k = 0; k < rank; k++) updateTemplate(k)
  }
  return { ...factors, W: Float32Array.from(W), H: Float32Array.from(H) }

  /** ratio ← V / Σ_k α·w_k·h_k(n) */
  function writeRatio(V: Float32Array, n: number): void {
    ratio.fill(0)
    for (let k = 0; k < rank; k++) {
      const value = H[height(k, n)]
      if (value === 0) continue
      const first = k * binCount
      const weights = weighting.of(k)
      if (weights === null) for (let f = 0; f < binCount; f++) ratio[f] += W[first + f] * value
      else for (let f = 0; f < binCount; f++) ratio[f] += W[first + f] * value * weights[f]
    }
    for (let f = 0; f < binCount; f++) ratio[f] = V[f] / (ratio[f] + floor)
  }

  /** The scale goes to H, so that each template sums to 1. A component that vanished keeps its template. */
  function updateTemplate(k: number): void {
    const w = W.subarray(k * binCount, (k + 1) * binCount)
    const h = H.subarray(k * columnCount, (k + 1) * columnCount)
    let sum = 0
    for (let f = 0; f < binCount; f++) sum += w[f] * numerators[k * binCount + f]
    if (!(sum > 0)) return
    const heights = h.reduce((total, value) => total + value, 0)
    for (let f = 0; f < binCount; f++) w[f] *= numerators[k * binCount + f] / sum
    for (let n = 0; n < columnCount; n++) h[n] *= sum / heights
  }
}

/** α of each source in one column. */
class HintWeights {
  /** `[source * bins + f]`; the last is of what is in no source */
  readonly #weights: readonly Float64Array[]
  #isHinted = false

  constructor(
    private readonly hints: HintField,
    private readonly componentSources: Int32Array,
    binCount: number
  ) {
    this.#weights = Array.from({ length: hints.sourceCount + 1 }, () => new Float64Array(binCount))
  }

  enter(column: number): void {
    const { columnOffsets, runs } = this.hints
    this.#isHinted = columnOffsets[column] < columnOffsets[column + 1]
    if (!this.#isHinted) return
    for (const weights of this.#weights) weights.fill(1)
    for (let run = columnOffsets[column]; run < columnOffsets[column + 1]; run++) {
      const at = run * runLength
      const [source, isIt] = [runs[at + 2], runs[at + 3] > 0]
      for (const [group, weights] of this.#weights.entries()) {
        if ((group === source) !== isIt) weights.fill(hintFactor, runs[at], runs[at + 1])
      }
    }
  }

  /** null: all 1 */
  of(k: number): Float64Array | null {
    if (!this.#isHinted) return null
    const source = this.componentSources[k]
    return this.#weights[source < 0 ? this.#weights.length - 1 : source]
  }
}

function columnReader(
  source: SampleSource,
  layout: StftLayout,
  memoryLimitBytes: number
): (column: number) => Float32Array {
  const { binCount, columnCount } = layout
  const analysis = new MagnitudeAnalysis(source, layout)
  const isKept = 4 * binCount * columnCount <= memoryLimitBytes
  const V = new Float32Array(isKept ? binCount * columnCount : binCount)
  const isRead = new Uint8Array(columnCount)
  return (column) => {
    const first = isKept ? column * binCount : 0
    if (!isKept || isRead[column] === 0) analysis.compute(column, 1, V, first)
    isRead[column] = 1
    return V.subarray(first, first + binCount)
  }
}
