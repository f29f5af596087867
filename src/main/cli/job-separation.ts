import { basename, resolve } from 'node:path'
import type { ClipInfo, EngineMethods, SeparationResult } from '@core/contract/engine'
import type { Client } from '@core/contract/rpc'
import { AppError } from '@core/errors'
import type { SeparateOptions } from './arguments'
import { finish } from './finish-call'
import { readGivenTemplates } from './given-templates'
import { describePercent, describeSeparation, type ProgressLine } from './progress-line'
import { settleParameters } from './separation-options'
import { putWarmSeparation } from './warm-start'

export interface JobContext {
  readonly engine: Client<EngineMethods>
  readonly options: SeparateOptions
  readonly progress: ProgressLine
  readonly signal: AbortSignal
}

/** How many components the recording seems to hold, and how many are used. */
export interface RankProposal {
  readonly proposedCount: number
  /** more than proposed where sources and fixed templates ask for more */
  readonly usedCount: number
  /** share of the recording that each of the components tried explains, the largest first */
  readonly shares: readonly number[]
  readonly seconds: number
}

export interface JobSeparation {
  readonly separation: SeparationResult
  /** null when the number of components was given */
  readonly proposal: RankProposal | null
}

/**
 * Separates a recording that is open, as the options say: after a proposal of the number of components, with templates from a
 * file, from the separation of a project.
 *
 * @throws Cancelled, AppError
 */
export async function separateClip(context: JobContext, clip: ClipInfo): Promise<JobSeparation> {
  const { engine, options, progress, signal } = context
  const { clipId, channelCount } = clip
  const { fixedTemplatesPath: fixedPath, warmProjectPath: warmPath } = options
  const { windowSamples, learn } = options.parameters
  const given = fixedPath === null ? null : await readGivenTemplates(resolve(fixedPath), windowSamples)
  const warmSeparationId = warmPath === null ? null : await putWarmSeparation(engine, clip, resolve(warmPath))
  const givenTemplateCount = given?.count ?? 0
  const leastCount = givenTemplateCount + (learn === null ? 0 : (options.learnComponentCount ?? 1))
  const proposal = options.isCountProposed ? await propose(context, clip, leastCount) : null
  const componentCount = proposal?.usedCount ?? options.parameters.componentCount
  if (leastCount > componentCount) throw tooManyTemplates(options, { givenTemplateCount, leastCount, componentCount })
  const parameters = settleParameters(options, { componentCount, givenTemplateCount, channelCount })
  const separation = await finish(
    engine.start('separate', { clipId, parameters, warmSeparationId, givenTemplates: given?.W ?? null }, (now) => {
      progress.show(now.phase, now.fraction, describeSeparation(now, parameters.method))
    }),
    signal
  )
  return { separation, proposal }
}

async function propose(context: JobContext, clip: ClipInfo, leastCount: number): Promise<RankProposal> {
  const { engine, options, progress, signal } = context
  const { componentCount } = options.parameters
  const known = { componentCount, givenTemplateCount: 0, channelCount: clip.channelCount }
  const parameters = settleParameters(options, known)
  const found = await finish(
    engine.start('proposeRank', { clipId: clip.clipId, parameters }, ({ fraction }) => {
      progress.show('propose', fraction, `Estimating the number of components: ${describePercent(fraction)}`)
    }),
    signal
  )
  const proposedCount = found.componentCount
  const usedCount = Math.max(2, proposedCount, options.sourceCount ?? 2, leastCount)
  return { proposedCount, usedCount, shares: found.shares, seconds: found.seconds }
}

function tooManyTemplates(
  { fixedTemplatesPath }: SeparateOptions,
  counts: { givenTemplateCount: number; leastCount: number; componentCount: number }
): AppError {
  const { givenTemplateCount, leastCount, componentCount } = counts
  const learned = leastCount > givenTemplateCount ? ` and ${leastCount - givenTemplateCount} to be learned` : ''
  const problem = `${givenTemplateCount} templates are given${learned}, more than the ${componentCount} components`
  const named = `The option ${fixedTemplatesPath === null ? '--learn-components' : '--fixed-templates'}`
  const value = fixedTemplatesPath === null ? leastCount : `“${basename(fixedTemplatesPath)}”`
  return new AppError('invalid-argument', problem, { argument: named, value, problem })
}
