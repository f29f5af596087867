import type { CallContext, Outcome } from '@core/contract/rpc'
import type { SeparationParameters } from '@core/separation/parameters'
import { planRankProposal, type RankProposal } from '@core/separation/plan-rank'
import { stftLayout } from '@core/spectral/stft-layout'
import type { OpenClip } from './clip-store'
import type { ThreadOptions } from './nmf-threads'
import { runPlan } from './plan-run'
import { createGate } from './time-slices'

const reportMilliseconds = 250

/** How many components a clip seems to hold. There is nothing to keep of it when it ends early: 'finish' changes nothing. */
export async function proposeRank(options: {
  readonly clip: OpenClip
  readonly parameters: SeparationParameters
  readonly threads: ThreadOptions
  readonly spectrogramLimitBytes: number
  readonly context: CallContext<{ fraction: number }>
}): Promise<Outcome<RankProposal & { readonly seconds: number }>> {
  const { clip, parameters, threads, spectrogramLimitBytes, context } = options
  const { audio } = clip
  const startTime = performance.now()
  const layout = stftLayout(audio.lengthSamples, parameters.windowSamples, parameters.hopSamples)
  const isReportDue = createGate(reportMilliseconds)
  const outcome = await runPlan({
    plan: planRankProposal({
      sampleRate: audio.sampleRate,
      layout,
      channelCount: audio.channelCount,
      parameters,
      memoryLimitBytes: spectrogramLimitBytes
    }),
    samples: audio,
    layout,
    threads,
    interruption: () => (clip.isClosed || context.interruption() === 'cancel' ? 'cancel' : null),
    wantsFactors: () => false,
    onProgress: ({ fraction }) => {
      if (isReportDue()) context.reportProgress({ fraction })
    }
  })
  if (outcome.kind !== 'done') return outcome
  return { kind: 'done', value: { ...outcome.value.result, seconds: (performance.now() - startTime) / 1000 } }
}
