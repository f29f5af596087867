import type { SeparationProgress, SeparationResult } from '@core/contract/engine'
import { cancelled, type CallContext, type Outcome } from '@core/contract/rpc'
import { snapBeta } from '@core/kernels/divergence'
import { isWasmBeta } from '@core/kernels/wasm-kernel'
import { separateBands } from '@core/separation/bands'
import type { Factors } from '@core/separation/factors'
import { separateMedians } from '@core/separation/hpss'
import type { SeparationParameters } from '@core/separation/parameters'
import { planSeparation } from '@core/separation/plan-separation'
import { stftLayout, type StftLayout } from '@core/spectral/stft-layout'
import type { OpenClip } from './clip-store'
import type { ThreadOptions } from './nmf-threads'
import { runPlan } from './plan-run'
import { separationId, type Separation } from './result-store'
import { SeparationReporter } from './separation-progress'
import { runInSlices } from './time-slices'

/** Above this V is not held whole: templates are then learned from a sample of the columns. */
export const largestSpectrogramBytes = 512 * 2 ** 20

export interface SeparationRunOptions {
  readonly clip: OpenClip
  readonly parameters: SeparationParameters
  /** a separation of this clip to go on from */
  readonly warm: Separation | null
  readonly givenTemplates: Float32Array | null
  readonly threads: ThreadOptions
  readonly spectrogramLimitBytes: number
  readonly context: CallContext<SeparationProgress>
}

type SeparationOutcome = Pick<SeparationResult, 'costs' | 'build' | 'seconds'> & { readonly separation: Separation }
type Found = Pick<SeparationResult, 'costs' | 'build'> & { readonly factors: Factors }

/** Separates a clip by the method of the parameters. A cancel drops everything; 'finish' keeps what there is. */
export async function runSeparation(options: SeparationRunOptions): Promise<Outcome<SeparationOutcome>> {
  const { clip, parameters, context } = options
  const layout = stftLayout(clip.audio.lengthSamples, parameters.windowSamples, parameters.hopSamples)
  const reporter = new SeparationReporter(parameters, layout, context.reportProgress)
  const isPlanned = parameters.method === 'nmf' || parameters.method === 'nmfd'
  const outcome = await (isPlanned ? findByPlan : findInSlices)(options, layout, reporter)
  if (outcome.kind !== 'done' || wishOf(options) === 'cancel') return cancelled
  const { factors, ...found } = outcome.value
  const made = { ...parameters, ...madeRuns(parameters, factors) }
  const separation = { id: separationId(made, factors), parameters: made, factors }
  return { kind: 'done', value: { separation, ...found, seconds: reporter.elapsedSeconds } }
}

/** How many runs there are in the model: fewer than asked for when the person ended it early. */
function madeRuns({ componentCount, runCount }: SeparationParameters, { rank }: Factors) {
  return runCount === 1 ? {} : { componentCount: rank, runCount: (rank * runCount) / componentCount }
}

async function findByPlan(
  options: SeparationRunOptions,
  layout: StftLayout,
  reporter: SeparationReporter
): Promise<Outcome<Found>> {
  const { clip, parameters, warm, givenTemplates, threads, spectrogramLimitBytes } = options
  const plan = planSeparation({
    sampleRate: clip.audio.sampleRate,
    layout,
    channelCount: clip.audio.channelCount,
    parameters,
    givenTemplates,
    warmFactors: warm && {
      factors: warm.factors,
      windowSamples: warm.parameters.windowSamples,
      hopSamples: warm.parameters.hopSamples
    },
    memoryLimitBytes: spectrogramLimitBytes
  })
  const outcome = await runPlan({
    plan,
    samples: clip.audio,
    layout,
    threads,
    interruption: () => wishOf(options),
    wantsFactors: (planned) => reporter.wantsFactors(planned),
    onProgress: (progress) => reporter.plan(progress)
  })
  if (outcome.kind !== 'done') return cancelled
  const { factors, costs } = outcome.value.result
  const isReference = parameters.method === 'nmf' && !isWasmBeta(snapBeta(parameters.beta))
  return { kind: 'done', value: { factors, costs: [...costs], build: isReference ? 'reference' : outcome.value.build } }
}

/** Methods that go through the recording once. */
async function findInSlices(
  options: SeparationRunOptions,
  layout: StftLayout,
  reporter: SeparationReporter
): Promise<Outcome<Found>> {
  const { audio } = options.clip
  const { sampleRate } = audio
  const { method, componentCount } = options.parameters
  reporter.columns(0)
  const work: Generator<number, Factors> =
    method === 'bands'
      ? separateBands({ source: audio, layout, sampleRate, bandCount: componentCount })
      : separateMedians({ source: audio, layout, sampleRate })
  const outcome = await runInSlices(work, {
    isCancelled: () => wishOf(options) === 'cancel',
    onSlice: (columnsDone) => reporter.columns(columnsDone)
  })
  if (outcome.kind !== 'done') return outcome
  return { kind: 'done', value: { factors: outcome.value, costs: [], build: null } }
}

function wishOf({ clip, context }: Pick<SeparationRunOptions, 'clip' | 'context'>) {
  return clip.isClosed ? 'cancel' : context.interruption()
}
