import type { SourceJudgement } from '@core/contract/judgement'
import type { CallContext, Outcome } from '@core/contract/rpc'
import { AppError } from '@core/errors'
import type { TruthFactors } from '@core/evaluation/distortion'
import { estimatesOfGroups } from '../evaluation/estimates'
import { judgeStems } from '../evaluation/judge-stems'
import type { OpenClip } from './clip-store'
import type { Separation } from './result-store'
import { createGate } from './time-slices'

const reportMilliseconds = 100

export interface JudgedGroups {
  readonly clip: OpenClip
  readonly separation: Separation
  readonly groups: readonly { readonly name: string; readonly componentIndices: readonly number[] }[]
  readonly truths: readonly { readonly clip: OpenClip; readonly name: string }[]
}

/** Of the stems that were judged against last: they are the same when separations are compared. */
let kept: { readonly key: string; readonly factors: readonly TruthFactors[] } | null = null

/**
 * Measures groups of components, by masks alone and at 0 dB, against true stems.
 *
 * @throws AppError 'invalid-argument' for components that there are not, and for stems that do not fit, as judgeStems
 */
export async function judgeSources(
  { clip, separation, groups, truths }: JudgedGroups,
  context: Pick<CallContext<{ fraction: number }>, 'interruption' | 'reportProgress'>
): Promise<Outcome<SourceJudgement>> {
  const { rank } = separation.factors
  const wrong = groups.flatMap(({ componentIndices }) => componentIndices).find((index) => index >= rank)
  if (wrong !== undefined) throw new AppError('invalid-argument', `there is no component ${wrong}`, { index: wrong })
  const isReportDue = createGate(reportMilliseconds)
  const isClosed = (): boolean => clip.isClosed || truths.some((truth) => truth.clip.isClosed)
  const key = truths.map((truth) => truth.clip.info.clipId).join()
  const outcome = await judgeStems(
    estimatesOfGroups({ name: clip.info.name, samples: clip.audio }, separation, groups),
    {
      stems: truths.map((truth) => ({ name: truth.name, fileName: truth.name, samples: truth.clip.audio })),
      mixture: null
    },
    {
      view: 'mean',
      windowSamples: separation.parameters.windowSamples,
      ...(kept?.key === key && { truthFactors: kept.factors }),
      isCancelled: () => isClosed() || context.interruption() === 'cancel',
      onProgress: (fraction) => {
        if (isReportDue()) context.reportProgress({ fraction })
      }
    }
  )
  if (outcome.kind !== 'done') return outcome
  const { sources, mean, sumErrorDecibels, truthFactors } = outcome.value.judgement
  kept = { key, factors: truthFactors }
  return { kind: 'done', value: { sources: [...sources], mean, sumErrorDecibels } }
}
