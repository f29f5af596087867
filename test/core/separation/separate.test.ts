import type { AudioClip } from '@core/audio/audio-clip'
import { clipSource } from '@core/audio/sample-source'
import { MaskStream } from '@core/separation/mask-stream'
import type { NmfOutcome } from '@core/separation/nmf-problem'
import { defaultParameters } from '@core/separation/parameters'
import type { RunStep } from '@core/separation/run-plan'
import { separate } from '@core/separation/separate'
import { describe, expect, it } from 'vitest'

const parameters = {
  ...defaultParameters,
  startCount: 1,
  componentCount: 2,
  iterationCount: 60,
  updates: 'exact',
  windowSamples: 1024,
  hopSamples: 256
} as const

/** A low tone that comes and goes beside a high one that goes and comes. */
function twoTones(): { clip: AudioClip; low: Float32Array } {
  const length = 20_000
  const low = Float32Array.from({ length }, (_, t) => 0.4 * Math.sin(t / 20) * Math.sin(t / 1500) ** 2)
  const high = Float32Array.from({ length }, (_, t) => 0.3 * Math.sin(t / 3) * Math.cos(t / 1500) ** 2)
  const mix = low.map((value, t) => value + high[t])
  return { clip: { sampleRate: 44_100, lengthSamples: length, channels: [mix, mix] }, low }
}

function run(clip: AudioClip): { steps: RunStep[]; result: NmfOutcome } {
  const steps: RunStep[] = []
  const generator = separate(clipSource(clip), parameters)
  for (;;) {
    const step = generator.next()
    if (step.done) return { steps, result: step.value }
    steps.push(step.value)
  }
}

describe('separate', () => {
  const { clip, low } = twoTones()
  const { steps, result } = run(clip)

  it('tells each job as it begins, then every iteration, and now and then the cost', () => {
    expect(steps.flatMap(({ planned, step }) => (step === null ? [planned.stage] : []))).toEqual([
      'spectrogram',
      'factorizing'
    ])
    const iterations = new Set(steps.flatMap(({ step }) => (step === null ? [] : [step.iteration])))
    expect([...iterations]).toEqual(Array.from({ length: 60 }, (_, i) => i + 1))
    const costs = steps.flatMap(({ step }) => step?.costPoint ?? [])
    expect(costs.at(-1)).toEqual(result.costs.at(-1))
    expect(result.costs.at(-1)!.iteration).toBe(60)
    expect(result.costs.at(-1)!.cost).toBeLessThan(0.1)
  })

  it('pulls two tones apart so that one component is one tone', () => {
    const outputs = [0, 1].map((k) => {
      const stream = new MaskStream({
        source: clipSource(clip),
        factors: result.factors,
        windowSamples: 1024,
        hopSamples: 256,
        sampleRate: clip.sampleRate
      })
      stream.setGains(Float32Array.from([0, 1], (of) => (of === k ? 1 : 0)))
      const output = [new Float32Array(clip.lengthSamples), new Float32Array(clip.lengthSamples)]
      stream.read(output, clip.lengthSamples)
      return output[0]
    })
    const energy = low.reduce((sum, value) => sum + value ** 2, 0)
    const errors = outputs.map((output) => output.reduce((sum, value, t) => sum + (value - low[t]) ** 2, 0))
    expect(10 * Math.log10(energy / Math.min(...errors))).toBeGreaterThan(20)
  })
})
