import { interpolateColumns, putColumns, takeColumns } from './activation-rows'
import { columnBlocks, columnsOf } from './column-runs'
import type { FactorModel, Factors } from './factors'
import type { ColumnRun, JobResult, PlannedJob } from './jobs'
import type { NmfOutcome, NmfProblem } from './nmf-problem'
import { analysisWork, factorizationWork, type WorkMeter } from './plan-progress'
import { nmfProblem, type PlanContext } from './plan-request'

const heightIterations = 10
const templateIterations = 5

/**
 * Takes templates that were learned from a sample of the columns once through all of them, so that they fit what the sample left out:
 * in each block H is found, then W and H go on together for a few iterations; the blocks' templates are averaged, each weighted by
 * what it explains there. With one iteration and β = 1 that is the very update of W from all columns.
 *
 * @param learned on the sample
 * @param runs    the sample
 * @returns       factors of the whole recording, H as it was before the average; of the sample's W when the person ends it
 */
export function* refineTemplates(
  context: PlanContext,
  learned: NmfOutcome,
  runs: readonly ColumnRun[],
  fixedTemplates: readonly boolean[] | null,
  meter: WorkMeter
): Generator<PlannedJob, NmfOutcome, JobResult> {
  const { layout, isJoint, spectrogramCount } = context
  const { columnCount } = layout
  const all = columnsOf([{ first: 0, count: columnCount }])
  const H = interpolateColumns(learned.factors.H, columnsOf(runs), all)
  const sample = { ...learned, factors: { ...learned.factors, columnCount, H } }
  if (learned.isEarly || fixedTemplates?.every((isFixed) => isFixed)) return sample
  const planned = { stage: 'activations', iterationsBefore: 0 } as const
  const average = createTemplateAverage(learned.factors, fixedTemplates)
  for (const block of columnBlocks(columnCount, context.columnLimit)) {
    const analysis = meter(analysisWork(block.count, spectrogramCount))
    yield { job: { kind: 'analyse', runs: [block], isJoint }, ...planned, ...analysis }
    const [solve, go] = blockProblems(context, block.count)
    const start = startOf(learned.factors, takeColumns(H, columnCount, columnsOf([block])))
    const solving = { ...solve, start, fixedTemplates: new Array<boolean>(solve.rank).fill(true) }
    const solveWork = meter(factorizationWork({ ...solve, isFixed: true }))
    const solved = (yield { job: { kind: 'factorize', problem: solving }, ...planned, ...solveWork }) as NmfOutcome
    const going = { ...go, start: startOf(learned.factors, solved.factors.H), fixedTemplates }
    const goWork = meter(factorizationWork(go))
    const outcome = (yield { job: { kind: 'factorize', problem: going }, ...planned, ...goWork }) as NmfOutcome
    if (solved.isEarly || outcome.isEarly) return { ...sample, isEarly: true }
    average.add(outcome.factors)
    putColumns(outcome.factors.H, block, H, columnCount)
  }
  return { ...sample, factors: { ...sample.factors, ...average.result() } }
}

/** Work of refineTemplates. */
export function refinementWork(context: PlanContext): number {
  const { columnCount } = context.layout
  const [solve, go] = blockProblems(context, columnCount)
  const updates = factorizationWork({ ...solve, isFixed: true }) + factorizationWork(go)
  return analysisWork(columnCount, context.spectrogramCount) + updates
}

function blockProblems(context: PlanContext, columnCount: number): [NmfProblem, NmfProblem] {
  const problem = { ...nmfProblem(context, columnCount), tolerance: 0 }
  return [
    { ...problem, iterationCount: heightIterations },
    { ...problem, iterationCount: templateIterations }
  ]
}

function startOf({ W, model }: Factors, H: Float32Array): NmfProblem['start'] {
  return { W, H, channelGains: model.kind === 'stereo' ? model.channelGains : null }
}

/** Templates and channel gains in the mean over blocks, weighted by Σ h_k; fixed templates and those of silence stay. */
function createTemplateAverage(former: Factors, fixedTemplates: readonly boolean[] | null) {
  const { rank, binCount } = former
  const W = new Float64Array(former.W.length)
  const gains = new Float64Array(former.model.kind === 'stereo' ? former.model.channelGains.length : 0)
  const weights = new Float64Array(rank)
  return {
    add({ columnCount, W: blockW, H, model }: Factors): void {
      for (let k = 0; k < rank; k++) {
        const weight = H.subarray(k * columnCount, (k + 1) * columnCount).reduce((sum, height) => sum + height, 0)
        weights[k] += weight
        for (let i = k * binCount; i < (k + 1) * binCount; i++) W[i] += weight * blockW[i]
        if (model.kind === 'stereo')
          for (let i = k; i < gains.length; i += rank) gains[i] += weight * model.channelGains[i]
      }
    },
    result(): { W: Float32Array; model: FactorModel } {
      const isKept = (k: number): boolean => (fixedTemplates?.[k] ?? false) || weights[k] === 0
      const averageW = former.W.map((value, i) => {
        const k = Math.floor(i / binCount)
        return isKept(k) ? value : W[i] / weights[k]
      })
      if (former.model.kind !== 'stereo') return { W: averageW, model: former.model }
      const channelGains = former.model.channelGains.map((value, i) =>
        weights[i % rank] === 0 ? value : gains[i] / weights[i % rank]
      )
      return { W: averageW, model: { kind: 'stereo', channelGains } }
    }
  }
}
