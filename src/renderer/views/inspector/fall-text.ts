import type { CostPoint } from '@core/separation/parameters'

/** How fast the cost fell between the last two points at which it was measured. */
export function fallText(costs: readonly CostPoint[]): string | null {
  const [before, now] = costs.slice(-2)
  if (before === undefined || now === undefined || !(before.cost > 0)) return null
  const kept = (now.cost / before.cost) ** (1 / (now.iteration - before.iteration))
  const percent = (1 - kept) * 100
  return `Falling ${percent < 0.01 ? 'less than 0.01' : percent.toFixed(2)} % per iteration.`
}
