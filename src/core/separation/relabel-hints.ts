import type { StftLayout } from '../spectral/stft-layout'
import type { Factors } from './factors'
import { cellsOf } from './hint-field'
import type { Hint } from './hints'

/** A component whose box says that it is of another source. */
export interface Relabelling {
  readonly componentIndex: number
  /** number of its new source; negative: of none */
  readonly source: number
}

/** A component is moved when it holds more than this of what the hint covers … */
const leastShareOfArea = 0.7
/** … and has more than this of all its energy there. */
const leastShareOfComponent = 0.1

/**
 * What hints say of whole components: one that dominates a painted area and has a good part of itself there goes to the source that
 * was painted; or, where it was painted as not of its source, to the one that has most of what else sounds there. Energies are those
 * of the model, (w_k(f)·h_k(n))². Hints are taken in order, later ones see what earlier ones did.
 *
 * @param componentSources number of the source of each component, negative for none
 * @param sources          ids of the sources, in the order of their numbers
 * @returns                only components that change; none for models without one template for each component
 */
export function relabelByHints(
  factors: Factors,
  hints: readonly Hint[],
  place: {
    readonly componentSources: ArrayLike<number>
    readonly sources: readonly string[]
    readonly layout: StftLayout
    readonly sampleRate: number
  }
): Relabelling[] {
  const { model, rank } = factors
  if (model.kind !== 'product' && model.kind !== 'stereo') return []
  const labels = Int32Array.from(place.componentSources)
  const totals = Float64Array.from({ length: rank }, (_, k) => componentEnergy(factors, k))
  for (const { source, sign, area } of hints) {
    const painted = place.sources.indexOf(source)
    if (painted < 0) continue
    const energies = new Float64Array(rank)
    for (const cells of cellsOf(area, place.layout, place.sampleRate)) addEnergies(factors, cells, energies)
    const all = energies.reduce((sum, energy) => sum + energy, 0)
    const k = energies.indexOf(Math.max(...energies))
    if (!(all > 0) || energies[k] <= leastShareOfArea * all || energies[k] <= leastShareOfComponent * totals[k])
      continue
    if (sign === 'is') labels[k] = painted
    else if (labels[k] === painted) labels[k] = nextSource(labels, energies, painted)
  }
  return Array.from(labels, (source, componentIndex) => ({ componentIndex, source })).filter(
    ({ componentIndex, source }) => source !== place.componentSources[componentIndex]
  )
}

/** The source with most energy beside one; −1 when there is none. */
function nextSource(labels: Int32Array, energies: Float64Array, excluded: number): number {
  const sums = new Map<number, number>()
  labels.forEach((source, k) => {
    if (source >= 0 && source !== excluded) sums.set(source, (sums.get(source) ?? 0) + energies[k])
  })
  return [...sums].reduce((best, next) => (next[1] > best[1] ? next : best), [-1, 0])[0]
}

function componentEnergy({ W, H, binCount, columnCount }: Factors, k: number): number {
  let [template, activation] = [0, 0]
  for (let f = k * binCount; f < (k + 1) * binCount; f++) template += W[f] ** 2
  for (let n = k * columnCount; n < (k + 1) * columnCount; n++) activation += H[n] ** 2
  return template * activation
}

function addEnergies(
  { rank, W, H, binCount, columnCount }: Factors,
  { column, firstBin, endBin }: { column: number; firstBin: number; endBin: number },
  energies: Float64Array
): void {
  for (let k = 0; k < rank; k++) {
    let sum = 0
    for (let f = firstBin; f < endBin; f++) sum += W[k * binCount + f] ** 2
    energies[k] += sum * H[k * columnCount + column] ** 2
  }
}
