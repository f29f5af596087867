import type { SplitResult } from '@core/contract/engine'
import { cancelled, type CallContext, type Outcome } from '@core/contract/rpc'
import { AppError } from '@core/errors'
import type { Factors } from '@core/separation/factors'
import { measureRestChange } from '@core/separation/rest-change'
import { planSplit } from '@core/separation/plan-split'
import { splitFactors } from '@core/separation/split-factors'
import { splitObstacle, type PartCount } from '@core/separation/split-obstacle'
import { stftLayout } from '@core/spectral/stft-layout'
import type { OpenClip } from './clip-store'
import type { ThreadOptions } from './nmf-threads'
import { runPlan } from './plan-run'
import { separationId, type Separation } from './result-store'
import { createGate, runInSlices } from './time-slices'

const reportMilliseconds = 100

export interface SplitRequest {
  readonly clip: OpenClip
  readonly separation: Separation
  /** of one component, or of all that are merged in one */
  readonly componentIndices: readonly number[]
  readonly partCount: PartCount
  readonly threads: ThreadOptions
  readonly spectrogramLimitBytes: number
  readonly context: CallContext<{ fraction: number }>
}

type Split = Pick<SplitResult, 'seconds' | 'restChangeDecibels'> & { readonly separation: Separation }

/**
 * A separation in which parts of what a component holds take its place.
 *
 * @throws AppError 'invalid-argument' with a `problem` where the model has no such parts, there is no such component or it is silent
 */
export async function splitComponent(request: SplitRequest): Promise<Outcome<Split>> {
  const { clip, separation, componentIndices, partCount, threads, spectrogramLimitBytes, context } = request
  const { audio } = clip
  const { parameters, factors } = separation
  checkRequest(request)
  const startTime = performance.now()
  const layout = stftLayout(audio.lengthSamples, parameters.windowSamples, parameters.hopSamples)
  const isCancelled = (): boolean => clip.isClosed || context.interruption() === 'cancel'
  const isReportDue = createGate(reportMilliseconds)
  const former = { factors: sharedFactors(factors), indices: componentIndices }
  const { sampleRate, channelCount } = audio
  const memoryLimitBytes = spectrogramLimitBytes
  const outcome = await runPlan({
    plan: planSplit({ sampleRate, layout, channelCount, parameters, memoryLimitBytes }, former, partCount),
    samples: audio,
    layout,
    threads,
    interruption: () => (isCancelled() ? 'cancel' : null),
    wantsFactors: () => false,
    onProgress: ({ fraction }) => {
      if (isReportDue()) context.reportProgress({ fraction })
    }
  })
  if (outcome.kind !== 'done') return cancelled
  const splitted = splitFactors(factors, componentIndices, outcome.value.result.factors)
  const first = Math.min(...componentIndices)
  const next = { factors: splitted, indices: Array.from({ length: partCount }, (_, part) => first + part) }
  const measured = await runInSlices(measureRestChange({ source: audio, layout, former, next }), { isCancelled })
  if (measured.kind !== 'done') return cancelled
  const splitParameters = { ...parameters, componentCount: splitted.rank }
  return {
    kind: 'done',
    value: {
      separation: {
        id: separationId(splitParameters, splitted),
        parameters: splitParameters,
        factors: splitted
      },
      restChangeDecibels: Number.isFinite(measured.value) ? measured.value : null,
      seconds: (performance.now() - startTime) / 1000
    }
  }
}

function checkRequest({ separation, componentIndices, partCount }: SplitRequest): void {
  const { rank } = separation.factors
  const wrong = componentIndices.find((index) => index >= rank)
  if (wrong !== undefined || new Set(componentIndices).size !== componentIndices.length) {
    const message = `components ${componentIndices.join(', ')} of ${rank}`
    throw new AppError('invalid-argument', message, { problem: 'there is no such component' })
  }
  const obstacle = splitObstacle(separation.parameters, componentIndices.length, partCount)
  if (obstacle !== null) throw new AppError('invalid-argument', obstacle, { problem: obstacle })
}

/** In memory that threads share: they are told of the factors at every analysis. */
function sharedFactors(factors: Factors): Factors {
  const share = (matrix: Float32Array): Float32Array => {
    const shared = new Float32Array(new SharedArrayBuffer(matrix.byteLength))
    shared.set(matrix)
    return shared
  }
  return { ...factors, W: share(factors.W), H: share(factors.H) }
}
