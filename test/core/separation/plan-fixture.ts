import type { AudioClip } from '@core/audio/audio-clip'
import { clipSource } from '@core/audio/sample-source'
import { createRandom } from '@core/math/random'
import type { Job, JobResult, PlannedJob } from '@core/separation/jobs'
import type { NmfOutcome } from '@core/separation/nmf-problem'
import { defaultParameters, type SeparationParameters } from '@core/separation/parameters'
import type { SeparationRequest } from '@core/separation/plan-request'
import { planSeparation } from '@core/separation/plan-separation'
import { runPlan } from '@core/separation/run-plan'
import { stftLayout } from '@core/spectral/stft-layout'
import { magnitudesOf } from '../../support/magnitudes'

export const smallParameters: SeparationParameters = {
  ...defaultParameters,
  startCount: 1,
  componentCount: 3,
  iterationCount: 40,
  updates: 'exact',
  windowSamples: 512,
  hopSamples: 128
}

/**
 * A clip of sounds that come and go at random in steps of 50 ms: chords of their own on a little noise, the second panned to the
 * right if there are two channels.
 */
export function soundsClip(options: {
  seconds: number
  soundCount: number
  channelCount?: number
  seed?: number
}): AudioClip {
  const { seconds, soundCount, channelCount = 1, seed = 1 } = options
  const sampleRate = 8000
  const lengthSamples = Math.round(seconds * sampleRate)
  const random = createRandom(seed)
  const channels = Array.from({ length: channelCount }, () => new Float32Array(lengthSamples))
  for (let sound = 0; sound < soundCount; sound++) {
    const partials = Array.from({ length: 4 }, () => ({ hertz: 100 + 3700 * random(), level: 0.02 + 0.1 * random() }))
    const gains = channels.map((_, channel) => (sound % 2 === 1 && channel === 0 ? 0.1 : 1))
    let level = 0
    for (let t = 0; t < lengthSamples; t++) {
      if (t % (sampleRate / 20) === 0) level = random() < 0.4 ? random() : 0
      const value = partials.reduce(
        (sum, { hertz, level: part }) => sum + part * Math.sin((2 * Math.PI * hertz * t) / sampleRate),
        0
      )
      channels.forEach((samples, channel) => (samples[t] += level * gains[channel] * value))
    }
  }
  for (const samples of channels) samples.forEach((_, t) => (samples[t] += 0.002 * (random() - 0.5)))
  return { sampleRate, lengthSamples, channels }
}

export function requestFor(
  clip: AudioClip,
  parameters: SeparationParameters,
  rest: Partial<SeparationRequest> = {}
): SeparationRequest {
  const layout = stftLayout(clip.lengthSamples, parameters.windowSamples, parameters.hopSamples)
  const { sampleRate } = clip
  const channelCount = clip.channels.length
  const memoryLimitBytes = Infinity
  return {
    sampleRate,
    layout,
    channelCount,
    parameters,
    givenTemplates: null,
    warmFactors: null,
    memoryLimitBytes,
    ...rest
  }
}

/** What a plan yields and returns, when it is run with the reference kernel. */
export function runRequest(
  clip: AudioClip,
  request: SeparationRequest
): { planned: PlannedJob[]; outcome: NmfOutcome } {
  const planned: PlannedJob[] = []
  const steps = runPlan(planSeparation(request), { source: clipSource(clip), layout: request.layout })
  let step = steps.next()
  for (; !step.done; step = steps.next()) if (planned.at(-1) !== step.value.planned) planned.push(step.value.planned)
  return { planned, outcome: step.value }
}

/** What a plan yields and returns when its jobs are answered instead of run. */
export function answerRequest(
  request: SeparationRequest,
  answer: (job: Job, index: number) => JobResult
): { planned: PlannedJob[]; outcome: NmfOutcome } {
  const planned: PlannedJob[] = []
  const plan = planSeparation(request)
  let next = plan.next(null)
  while (!next.done) {
    planned.push(next.value)
    next = plan.next(answer(next.value.job, planned.length - 1))
  }
  return { planned, outcome: next.value }
}

/** D_KL(V | WH) / ΣV of a product model over a whole clip. */
export function relativeCost(clip: AudioClip, { layout }: SeparationRequest, { factors }: NmfOutcome): number {
  const { binCount, columnCount, rank, W, H } = factors
  const V = magnitudesOf(clipSource(clip), layout)
  let divergence = 0
  let total = 0
  for (let n = 0; n < columnCount; n++) {
    for (let f = 0; f < binCount; f++) {
      const value = V[n * binCount + f]
      let model = 1e-20
      for (let k = 0; k < rank; k++) model += W[k * binCount + f] * H[k * columnCount + n]
      divergence += (value > 0 ? value * Math.log(value / model) : 0) - value + model
      total += value
    }
  }
  return divergence / total
}
