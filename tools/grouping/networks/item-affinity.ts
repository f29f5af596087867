import type { TrainingItem } from '../learning/training-item'

/** p_ij = Σ_s o_si·o_sj. */
export function sameSource({ ownership, energies }: TrainingItem): Float64Array {
  const count = energies.length
  const affinity = new Float64Array(count * count)
  for (let first = 0; first < ownership.length; first += count) {
    for (let i = 0; i < count; i++)
      for (let j = 0; j < count; j++) affinity[i * count + j]! += ownership[first + i]! * ownership[first + j]!
  }
  return affinity
}

/** √E_k as shares, Σ = 1. */
export function rootWeights(energies: Float64Array): Float64Array {
  const roots = energies.map(Math.sqrt)
  const sum = roots.reduce((total, root) => total + root, 0)
  return roots.map((root) => root / sum)
}
