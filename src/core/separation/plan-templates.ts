import { AppError } from '../errors'
import { countColumns, sampleRuns } from './column-runs'
import type { ColumnRun, PlannedJob, JobResult } from './jobs'
import type { NmfOutcome } from './nmf-problem'
import { columnsOfPassage, seconds } from './passage-columns'
import { nmfProblem, type PlanContext } from './plan-request'
import { analysisWork, factorizationWork, type WorkMeter } from './plan-progress'

/** Templates that were learned, and whether the person ended it. */
interface LearnedTemplates {
  /** (bins × parameters.learn.componentCount) */
  readonly W: Float32Array
  /** of a joint model `[channel * count + k]`, else null */
  readonly channelGains: Float32Array | null
  readonly isEarly: boolean
}

/**
 * Learns templates from the passage that the parameters name: its own factorization, of which W is kept.
 *
 * @throws AppError 'invalid-argument' when the passage is too short, outside of the recording or silent
 */
export function* learnTemplates(
  context: PlanContext,
  meter: WorkMeter
): Generator<PlannedJob, LearnedTemplates, JobResult> {
  const { parameters, isJoint } = context
  const learn = parameters.learn!
  const runs = passageRuns(context)
  const columnCount = countColumns(runs)
  const problem = { ...nmfProblem(context, columnCount), rank: learn.componentCount }
  const planned = { stage: 'templates', iterationsBefore: 0 } as const
  const channelCount = context.spectrogramCount
  yield { job: { kind: 'analyse', runs, isJoint }, ...planned, ...meter(analysisWork(columnCount, channelCount)) }
  const work = factorizationWork({ ...problem })
  const outcome = (yield { job: { kind: 'factorize', problem }, ...planned, ...meter(work) }) as NmfOutcome
  const { factors, isEarly } = outcome
  if (!factors.H.some((height) => height > 0)) {
    const { startSeconds, endSeconds } = learn
    throw new AppError('invalid-argument', `the passage from ${startSeconds} to ${endSeconds} s is silent`, {
      problem: `from ${seconds(startSeconds)} to ${seconds(endSeconds)} the recording is silent: nothing can be learned`,
      startSeconds,
      endSeconds
    })
  }
  return { W: factors.W, channelGains: factors.model.kind === 'stereo' ? factors.model.channelGains : null, isEarly }
}

/** Work of learning the templates, 0 when there are none to learn. @throws AppError as learnTemplates for the passage */
export function learningWork(context: PlanContext): number {
  const { parameters, spectrogramCount } = context
  if (parameters.learn === null) return 0
  const columnCount = countColumns(passageRuns(context))
  const problem = { ...nmfProblem(context, columnCount), rank: parameters.learn.componentCount }
  return analysisWork(columnCount, spectrogramCount) + factorizationWork(problem)
}

/** Columns whose middle lies in the passage, or an even sample of them where they are too many for the memory. */
function passageRuns({ sampleRate, layout, parameters, columnLimit }: PlanContext): ColumnRun[] {
  return sampleRuns({
    ...columnsOfPassage(parameters.learn!, layout, sampleRate),
    columnLimit,
    seed: parameters.seed
  })
}
