import type { CostPoint } from '@core/separation/parameters'
import type { SurfaceSize } from './lane-surface'
import { token } from './theme-tokens'

export interface CostCurveScene {
  /** relative cost where it was measured, in the order of the iterations */
  readonly costs: readonly CostPoint[]
  readonly iterationCount: number
}

const left = 40
const right = 6
const top = 8
const bottom = 18
const leastDotDistance = 6

/**
 * The cost over the iterations on a logarithmic axis with labelled lines at 1, 3, 10, …; small dots mark where it was measured,
 * as long as they lie apart, a large one where it stands.
 */
export function drawCostCurve(context: CanvasRenderingContext2D, size: SurfaceSize, scene: CostCurveScene): void {
  const known = scene.costs.filter(({ cost }) => cost > 0 && Number.isFinite(cost))
  const range = costRange(known.map(({ cost }) => cost))
  const plotWidth = size.width - left - right
  const plotHeight = size.height - top - bottom
  const xOf = (iteration: number) => left + (iteration / Math.max(1, scene.iterationCount)) * plotWidth
  const yOf = (cost: number) => top + (Math.log(range.high / cost) / Math.log(range.high / range.low)) * plotHeight

  context.font = '11px system-ui, sans-serif'
  context.textBaseline = 'middle'
  context.textAlign = 'right'
  let lastY = Infinity
  for (const cost of costTicks(range)) {
    const y = Math.round(yOf(cost)) + 0.5
    context.fillStyle = token('line')
    context.fillRect(left, y - 0.5, plotWidth, 1)
    if (lastY - y < 14) continue
    lastY = y
    context.fillStyle = token('t3')
    context.fillText(formatCost(cost), left - 6, y)
  }
  context.fillStyle = token('t3')
  context.textBaseline = 'alphabetic'
  for (const [share, align] of [
    [0, 'left'],
    [0.5, 'center'],
    [1, 'right']
  ] as const) {
    context.textAlign = align
    const iteration = Math.round(scene.iterationCount * share)
    context.fillText(String(iteration), align === 'right' ? size.width - right : xOf(iteration), size.height - 4)
  }
  const last = known.at(-1)
  if (last === undefined) return
  context.strokeStyle = token('t1')
  context.lineWidth = 1.5
  context.lineJoin = 'round'
  context.beginPath()
  for (const { cost, iteration } of known) context.lineTo(xOf(iteration), yOf(cost))
  context.stroke()
  context.fillStyle = token('t1')
  const areApart = known.length * leastDotDistance < plotWidth
  for (const point of areApart ? known : [last]) {
    context.beginPath()
    context.arc(xOf(point.iteration), yOf(point.cost), point === last ? 3 : 1.5, 0, 2 * Math.PI)
    context.fill()
  }
}

/** From the last tick below all costs to the first above, at least a factor of 3. */
export function costRange(costs: readonly number[]): { low: number; high: number } {
  if (costs.length === 0) return { low: 0.1, high: 3 }
  const lowest = costs.reduce((a, b) => Math.min(a, b))
  const highest = costs.reduce((a, b) => Math.max(a, b))
  const low = lowest / 1.3
  return { low, high: Math.max(highest * 1.1, low * 3) }
}

/** 1 and 3 times the powers of ten within a range, from below; where it holds hardly any, finer steps. */
export function costTicks(range: { low: number; high: number }): number[] {
  const coarse = ticksWithin(range, [1, 3])
  return coarse.length > 1 ? coarse : ticksWithin(range, [1, 1.5, 2, 3, 5, 7])
}

function ticksWithin(range: { low: number; high: number }, factors: readonly number[]): number[] {
  const ticks: number[] = []
  for (let power = Math.floor(Math.log10(range.low)); power <= Math.ceil(Math.log10(range.high)); power++) {
    for (const factor of factors) {
      const tick = factor * 10 ** power
      if (tick >= range.low && tick <= range.high) ticks.push(tick)
    }
  }
  return ticks
}

function formatCost(cost: number): string {
  return cost >= 1e5 || cost < 1e-4 ? cost.toExponential(0) : String(Number(cost.toPrecision(2)))
}
