import type { Factors } from './factors'

/** Those of the components with the most energy ‖w_k‖²·‖h_k‖², at most so many, in the order in which they stood. */
export function bestComponents(
  { binCount, columnCount, W, H }: Factors,
  candidates: readonly number[],
  count: number
): number[] {
  const energy = (k: number): number => squares(W, k * binCount, binCount) * squares(H, k * columnCount, columnCount)
  const ranked = candidates.map((k) => ({ k, energy: energy(k) })).sort((a, b) => b.energy - a.energy || a.k - b.k)
  return ranked
    .slice(0, Math.max(0, count))
    .map(({ k }) => k)
    .sort((a, b) => a - b)
}

function squares(values: Float32Array, first: number, count: number): number {
  let sum = 0
  for (let i = first; i < first + count; i++) sum += values[i] ** 2
  return sum
}
