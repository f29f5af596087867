import { bestAssignment } from '@core/math/assignment'
import { worstDistortion } from '@core/evaluation/distortion'
import type { SourceProducts } from './source-products'

/**
 * Which part of each component belongs to which source, o_jk = max(⟨s_j, c_k⟩, 0) / Σ_i max(⟨s_i, c_k⟩, 0); equal parts where no
 * source has anything of it.
 *
 * @returns `[j * components + k]`
 */
export function softOwnership({ products, sourceEnergies }: SourceProducts): Float64Array {
  const sourceCount = sourceEnergies.length
  const count = products.length / sourceCount
  const ownership = products.map((value) => Math.max(0, value))
  for (let k = 0; k < count; k++) {
    let sum = 0
    for (let j = 0; j < sourceCount; j++) sum += ownership[j * count + k]!
    for (let j = 0; j < sourceCount; j++) {
      ownership[j * count + k] = sum > 0 ? ownership[j * count + k]! / sum : 1 / sourceCount
    }
  }
  return ownership
}

/** From these the SI-SDR of any grouping follows: masks are linear, so products add up. */
export interface JudgedProducts extends SourceProducts {
  /** ⟨c_i, c_k⟩, `[i * rank + k]` */
  readonly gram: Float64Array
}

/** Mean SI-SDR in dB of as many groups as sources, each source with the group that makes the mean the largest. */
export function meanSiSdr({ products, gram, sourceEnergies }: JudgedProducts, groups: ArrayLike<number>): number {
  const sourceCount = sourceEnergies.length
  const scores = Array.from({ length: sourceCount }, (_, j) =>
    Array.from({ length: sourceCount }, (_, g) => siSdrOf({ products, gram, sourceEnergies }, groups, { j, g }))
  )
  const assignment = bestAssignment(scores)
  return scores.reduce((sum, ofSource, j) => sum + ofSource[assignment[j]!]!, 0) / sourceCount
}

/** SI-SDR = ‖a·s‖² / ‖e − a·s‖² with a = ⟨e, s⟩ / ‖s‖², for e the sum of a group's components. */
function siSdrOf(
  { products, gram, sourceEnergies }: JudgedProducts,
  groups: ArrayLike<number>,
  { j, g }: { j: number; g: number }
) {
  const count = groups.length
  let product = 0
  let energy = 0
  for (let k = 0; k < count; k++) {
    if (groups[k] !== g) continue
    product += products[j * count + k]!
    for (let i = 0; i < count; i++) if (groups[i] === g) energy += gram[i * count + k]!
  }
  if (!(energy > 1e-12 && product > 0)) return worstDistortion.siSdr
  const scaled = product ** 2 / sourceEnergies[j]!
  const value = 10 * Math.log10(scaled / Math.max(energy - scaled, 1e-12 * energy))
  return Math.max(worstDistortion.siSdr, value)
}
