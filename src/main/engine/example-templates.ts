import { cancelled, type CallContext, type Outcome } from '@core/contract/rpc'
import { measureExample, type ExampleFacts } from '@core/separation/example-facts'
import type { JobResult, PlannedJob } from '@core/separation/jobs'
import type { SeparationParameters } from '@core/separation/parameters'
import type { Passage } from '@core/separation/passage-columns'
import { planExample, planExampleOverlap, type ExampleRequest } from '@core/separation/plan-example'
import { stftLayout } from '@core/spectral/stft-layout'
import type { OpenClip } from './clip-store'
import type { ThreadOptions } from './nmf-threads'
import { runPlan } from './plan-run'
import { createGate } from './time-slices'

const reportMilliseconds = 100

export interface Example {
  readonly clip: OpenClip
  /** null: all of the clip */
  readonly passages: readonly Passage[] | null
  readonly parameters: SeparationParameters
  readonly templateCount: number
  readonly threads: ThreadOptions
  readonly spectrogramLimitBytes: number
  readonly context: CallContext<{ fraction: number }>
}

export interface LearnedTemplates {
  /** (bins × templateCount), each of the sum 1 */
  readonly W: Float32Array<ArrayBuffer>
  readonly facts: ExampleFacts
  readonly seconds: number
}

/** Learns templates from an example. @throws AppError as planExample */
export async function learnTemplates(example: Example): Promise<Outcome<LearnedTemplates>> {
  const startTime = performance.now()
  const outcome = await runExample(example, planExample)
  if (outcome.kind !== 'done') return cancelled
  const facts = measureExample(example.clip.audio, example.passages)
  const seconds = (performance.now() - startTime) / 1000
  return { kind: 'done', value: { W: Float32Array.from(outcome.value), facts, seconds } }
}

/** How much of an example other sources' templates explain, 0 … 1. */
export async function measureOverlap(example: Example & { readonly others: Float32Array }): Promise<Outcome<number>> {
  return runExample(example, (request) => planExampleOverlap(request, example.others))
}

async function runExample<R>(
  { clip, passages, parameters, templateCount, threads, spectrogramLimitBytes, context }: Example,
  plan: (request: ExampleRequest) => Generator<PlannedJob, R, JobResult>
): Promise<Outcome<R>> {
  const { audio } = clip
  const layout = stftLayout(audio.lengthSamples, parameters.windowSamples, parameters.hopSamples)
  const isReportDue = createGate(reportMilliseconds)
  const { sampleRate, channelCount } = audio
  const memoryLimitBytes = spectrogramLimitBytes
  const outcome = await runPlan({
    plan: plan({ sampleRate, layout, channelCount, parameters, memoryLimitBytes, passages, templateCount }),
    samples: audio,
    layout,
    threads,
    interruption: () => (clip.isClosed || context.interruption() === 'cancel' ? 'cancel' : null),
    wantsFactors: () => false,
    onProgress: ({ fraction }) => {
      if (isReportDue()) context.reportProgress({ fraction })
    }
  })
  return outcome.kind === 'done' ? { kind: 'done', value: outcome.value.result } : cancelled
}
