import { AppError } from '../errors'
import type { SeparationPlan } from './jobs'
import type { NmfdProblem, NmfOutcome } from './nmf-problem'
import { analysisWork, createWorkMeter, factorizationWork } from './plan-progress'
import type { PlanContext } from './plan-request'

/**
 * The jobs of an NMFD: analyse, then the factorization from one random start.
 *
 * @throws AppError 'invalid-argument' when V is above the memory limit or templates are to be kept
 */
export function* planConvolution(context: PlanContext): SeparationPlan {
  checkConvolution(context)
  const { layout, parameters } = context
  const { binCount, columnCount } = layout
  const { componentCount: rank, templateColumns: lagCount, iterationCount, tolerance, seed } = parameters
  const problem: NmfdProblem = { binCount, columnCount, rank, lagCount, iterationCount, tolerance, seed }
  const analysis = analysisWork(columnCount, 1)
  const updates = lagCount * factorizationWork({ ...problem, channelCount: 1 })
  const meter = createWorkMeter(analysis + updates)
  const analyse = { kind: 'analyse', runs: [{ first: 0, count: columnCount }], isJoint: false } as const
  yield { job: analyse, stage: 'spectrogram', iterationsBefore: 0, ...meter(analysis) }
  const convolve = { kind: 'convolve', problem } as const
  return (yield { job: convolve, stage: 'factorizing', iterationsBefore: 0, ...meter(updates) }) as NmfOutcome
}

function checkConvolution({ layout, columnLimit, parameters, memoryLimitBytes, sampleRate }: PlanContext): void {
  if (parameters.learn !== null || parameters.givenTemplateCount > 0) {
    throw new AppError('invalid-argument', 'NMFD with fixed templates', {
      problem: 'NMFD finds all its templates itself: it keeps none that are given or learned from a passage'
    })
  }
  const { columnCount, hopSamples } = layout
  if (columnCount <= columnLimit) return
  const minutes = (columns: number): string => ((columns * hopSamples) / sampleRate / 60).toFixed(1)
  throw new AppError('invalid-argument', `NMFD of ${columnCount} columns, ${columnLimit} fit into memory`, {
    problem: `NMFD takes the whole recording at once, at most ${minutes(columnLimit)} minutes of it with this window; this one has ${minutes(columnCount)}`,
    columnCount,
    columnLimit,
    memoryLimitBytes
  })
}
