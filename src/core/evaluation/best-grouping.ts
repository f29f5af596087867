import type { ComponentCorrelations } from './component-correlations'
import { worstDistortion } from './distortion'

/**
 * The grouping that knows the truth: each component to the source with which its signal correlates most, then, as long as that
 * raises the mean SI-SDR, single components, the loudest first, to another source. A bound for any grouping, but for local optima.
 *
 * @param correlations of components, or of groups of them which stay together
 * @returns            the source of each component, and the mean SI-SDR in dB that it comes to
 */
export function bestGrouping(correlations: Omit<ComponentCorrelations, 'truthFactors'>): {
  labels: Int32Array
  siSdr: number
} {
  const { componentCount, sourceCount, delayed, gram, sourceEnergies } = correlations
  const projection = (k: number, j: number) => delayed[k][j][0]
  const labels = Int32Array.from({ length: componentCount }, (_, k) => {
    let best = 0
    for (let j = 1; j < sourceCount; j++) if (projection(k, j) > projection(k, best)) best = j
    return best
  })
  // per source ⟨Σ c_k, s_j⟩ and ‖Σ c_k‖² of what it has
  const products = new Float64Array(sourceCount)
  const energies = new Float64Array(sourceCount)
  const overlap = (k: number, j: number) => {
    let sum = 0
    for (let i = 0; i < componentCount; i++) if (labels[i] === j && i !== k) sum += gram[k * componentCount + i]
    return sum
  }
  labels.forEach((j, k) => {
    products[j] += projection(k, j)
    for (let i = 0; i < componentCount; i++) if (labels[i] === j) energies[j] += gram[k * componentCount + i]
  })
  const siSdrs = Float64Array.from({ length: sourceCount }, (_, j) =>
    siSdr(products[j], energies[j], sourceEnergies[j])
  )
  const loudestFirst = Array.from({ length: componentCount }, (_, k) => k).sort(
    (a, b) => gram[b * componentCount + b] - gram[a * componentCount + a]
  )
  for (let isImproved = true; isImproved;) {
    isImproved = false
    for (const k of loudestFirst) {
      const energy = gram[k * componentCount + k]
      for (let to = 0; to < sourceCount; to++) {
        const from = labels[k]
        if (to === from) continue
        const lessProduct = products[from] - projection(k, from)
        const moreProduct = products[to] + projection(k, to)
        const lessEnergy = energies[from] - energy - 2 * overlap(k, from)
        const moreEnergy = energies[to] + energy + 2 * overlap(k, to)
        const less = siSdr(lessProduct, lessEnergy, sourceEnergies[from])
        const more = siSdr(moreProduct, moreEnergy, sourceEnergies[to])
        if (less + more <= siSdrs[from] + siSdrs[to] + 1e-6) continue
        labels[k] = to
        ;[products[from], products[to]] = [lessProduct, moreProduct]
        ;[energies[from], energies[to]] = [lessEnergy, moreEnergy]
        ;[siSdrs[from], siSdrs[to]] = [less, more]
        isImproved = true
      }
    }
  }
  return { labels, siSdr: siSdrs.reduce((sum, value) => sum + value, 0) / sourceCount }
}

function siSdr(product: number, energy: number, sourceEnergy: number): number {
  if (!(energy > 1e-12)) return worstDistortion.siSdr
  const scaled = product ** 2 / sourceEnergy
  const value = 10 * Math.log10(Math.max(scaled, 1e-20) / Math.max(energy - scaled, 1e-12 * energy))
  return product > 0 ? Math.max(worstDistortion.siSdr, value) : worstDistortion.siSdr
}
