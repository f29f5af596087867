import { cancelled, type CallContext, type Outcome } from '@core/contract/rpc'
import type { SeparationProgress } from '@core/contract/engine'
import type { SeparationParameters } from '@core/separation/parameters'
import { computeMagnitudes } from '@core/spectral/magnitudes'
import { stftLayout, type StftLayout } from '@core/spectral/stft-layout'
import type { OpenClip } from './clip-store'
import { factorizeOnThreads, type FactorizationOptions } from './nmf-threads'
import { copyFactors, separationId, type Separation } from './result-store'
import { createGate, runInSlices } from './time-slices'

/** W and H are drawn as they grow, about four times a second. */
const previewMilliseconds = 250

export type ThreadOptions = Pick<FactorizationOptions, 'threadCount' | 'threadUrl'>

export interface SeparationOutcome {
  readonly separation: Separation
  readonly costs: number[]
  readonly seconds: number
}

/** Factorizes the magnitudes of a clip. A cancel drops everything; 'finish' keeps the factors as they stand. */
export async function runSeparation(options: {
  clip: OpenClip
  parameters: SeparationParameters
  threads: ThreadOptions
  context: CallContext<SeparationProgress>
}): Promise<Outcome<SeparationOutcome>> {
  const { clip, parameters, context } = options
  const layout = stftLayout(clip.audio.lengthSamples, parameters.windowSamples, parameters.hopSamples)
  const startTime = performance.now()
  const elapsedSeconds = () => (performance.now() - startTime) / 1000
  const interruption = () => (clip.isClosed ? 'cancel' : context.interruption())
  const [isSpectrogramReportDue, isPreviewDue] = [createGate(previewMilliseconds), createGate(previewMilliseconds)]
  const report = (progress: Omit<SeparationProgress, 'iterationCount' | 'elapsedSeconds'>) =>
    context.reportProgress({
      ...progress,
      iterationCount: parameters.iterationCount,
      elapsedSeconds: elapsedSeconds()
    })
  const reportSpectrogram = () => {
    if (!isSpectrogramReportDue()) return
    report({ phase: 'spectrogram', iteration: 0, cost: null, remainingSeconds: null, preview: null })
  }

  reportSpectrogram()
  const magnitudes = await magnitudesOf(clip, layout, {
    isCancelled: () => interruption() === 'cancel',
    onSlice: reportSpectrogram
  })
  if (magnitudes.kind !== 'done') return cancelled

  // The threads' start is no measure of how fast they go.
  let pace: { iteration: number; seconds: number } | null = null
  const result = await factorizeOnThreads({
    V: magnitudes.value,
    layout,
    parameters,
    ...options.threads,
    onProgress: ({ iteration, cost, factors }) => {
      if (!isPreviewDue()) return
      const seconds = elapsedSeconds()
      pace ??= { iteration, seconds }
      const secondsEach = (seconds - pace.seconds) / (iteration - pace.iteration)
      const isKnown = iteration > pace.iteration
      const remainingSeconds = isKnown ? (parameters.iterationCount - iteration) * secondsEach : null
      report({ phase: 'factorizing', iteration, cost, remainingSeconds, preview: copyFactors(factors()) })
    },
    interruption
  })
  if (result.kind === 'cancelled' || interruption() === 'cancel') return cancelled
  const separation: Separation = {
    id: separationId(parameters, result.factors),
    parameters,
    factors: result.factors
  }
  return { kind: 'done', value: { separation, costs: result.costs, seconds: elapsedSeconds() } }
}

async function magnitudesOf(
  clip: OpenClip,
  layout: StftLayout,
  listener: { isCancelled: () => boolean; onSlice: () => void }
): Promise<Outcome<Float32Array>> {
  const key = String(layout.windowSamples)
  const kept = clip.magnitudes.get(key)
  if (kept !== undefined) return { kind: 'done', value: kept }
  const bytes = layout.binCount * layout.columnCount * Float32Array.BYTES_PER_ELEMENT
  const V = new Float32Array(new SharedArrayBuffer(bytes))
  const outcome = await runInSlices(computeMagnitudes(clip.audio, layout, V), listener)
  if (outcome.kind !== 'done') return cancelled
  clip.magnitudes.set(key, V, bytes)
  return { kind: 'done', value: V }
}
