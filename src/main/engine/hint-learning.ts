import type { PaintedShaping } from '@core/contract/export-schemas'
import { cancelled, type CallContext, type Outcome } from '@core/contract/rpc'
import { learnFromHints as learn } from '@core/separation/learn-hints'
import { shapePainted } from '@core/separation/shape-painted'
import { stftLayout } from '@core/spectral/stft-layout'
import type { OpenClip } from './clip-store'
import { separationId, type Separation } from './result-store'
import { checkSources } from './stem-shaping'
import { createGate, runInSlices } from './time-slices'

const reportMilliseconds = 100

/**
 * A separation that has learned from what was painted.
 *
 * @throws AppError 'shape-mismatch', 'invalid-argument' {problem}
 */
export async function learnFromHints(options: {
  readonly clip: OpenClip
  readonly separation: Separation
  readonly painted: PaintedShaping
  readonly spectrogramLimitBytes: number
  readonly context: CallContext<{ fraction: number }>
}): Promise<Outcome<Separation & { readonly seconds: number }>> {
  const { clip, separation, painted, spectrogramLimitBytes, context } = options
  const { audio } = clip
  const { factors, parameters } = separation
  const startTime = performance.now()
  const layout = stftLayout(audio.lengthSamples, parameters.windowSamples, parameters.hopSamples)
  checkSources(painted, factors.rank)
  const { componentSources, hints } = shapePainted(painted, layout, audio.sampleRate)
  const work = learn({
    source: audio,
    layout,
    factors,
    componentSources,
    hints,
    memoryLimitBytes: spectrogramLimitBytes
  })
  const isReportDue = createGate(reportMilliseconds)
  const outcome = await runInSlices(work, {
    isCancelled: () => clip.isClosed || context.interruption() === 'cancel',
    onSlice: (fraction) => {
      if (isReportDue()) context.reportProgress({ fraction })
    }
  })
  if (outcome.kind !== 'done') return cancelled
  const learned = outcome.value
  const seconds = (performance.now() - startTime) / 1000
  return { kind: 'done', value: { id: separationId(parameters, learned), parameters, factors: learned, seconds } }
}
