import type { NmfProblem } from './nmf-problem'

/** Rounding of a template that sums to 1, with room to spare; one that is further off is scaled. */
const sumTolerance = 1e-4

function givenRow(rows: Float32Array | null, k: number, length: number): Float32Array | null {
  const row = rows?.subarray(k * length, (k + 1) * length) ?? null
  return row === null || Number.isNaN(row[0]) ? null : row
}

/** What the template that was given for a component is divided by to sum to 1; 1 when it does so, and when none was given. */
function templateLevel({ start, binCount }: NmfProblem, k: number): number {
  const sum = givenRow(start.W, k, binCount)?.reduce((total, value) => total + value, 0) ?? 1
  const isScaled = sum > 0 && sum < Infinity && Math.abs(sum - 1) >= sumTolerance
  return isScaled ? sum : 1
}

/** The template that a component starts with, summing to 1; null: at random. One that sums to 1 as given keeps its bits. */
export function givenTemplate(problem: NmfProblem, k: number): Float32Array | null {
  const template = givenRow(problem.start.W, k, problem.binCount)
  const level = templateLevel(problem, k)
  return template && level !== 1 ? template.map((value) => value / level) : template
}

/** The activation that a component starts with, at the level of the recording; null: at random. */
export function givenActivation(problem: NmfProblem, k: number): Float32Array | null {
  const activation = givenRow(problem.start.H, k, problem.columnCount)
  const level = templateLevel(problem, k)
  return activation && level !== 1 ? activation.map((value) => value * level) : activation
}

/** Whether the gain of a component in the channels stays: that of a fixed template for which it was given. */
export function areGainsFixed({ fixedTemplates, start, rank, channelCount }: NmfProblem, k: number): boolean {
  if (!fixedTemplates?.[k] || !start.channelGains) return false
  for (let channel = 0; channel < channelCount; channel++) {
    if (Number.isNaN(start.channelGains[channel * rank + k])) return false
  }
  return true
}
