import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { SampleSource } from '@core/audio/sample-source'
import type { Distortion } from '@core/evaluation/distortion'
import { judge, type JudgedSignals, type Judgement } from '@core/evaluation/judge'
import { sourceGroup } from '@core/evaluation/signal-group'
import { doubleSource, noise, smooth, delayed, plus, times } from './signals'

const lengthSamples = 24_000
const keys = ['sdr', 'sir', 'sar', 'siSdr'] as const

interface StoredCase extends Distortion {
  readonly estimate: number
}

/** By mir_eval, see test/fixtures/bss-eval.py. */
const stored = JSON.parse(
  readFileSync(new URL('../../fixtures/bss-eval.json', import.meta.url), 'utf8')
) as StoredCase[]

function signals(): { truths: Float64Array[]; estimates: Float64Array[] } {
  const truths = [
    smooth(noise(1, lengthSamples), 0.9),
    smooth(noise(2, lengthSamples), 0.5).map((value, t) => (t % 4000 < 1500 ? value : 0)),
    smooth(noise(3, lengthSamples), -0.7)
  ]
  const [a, b, c] = truths
  const estimates = [
    plus(times(0.8, c), times(0.05, a), times(0.02, noise(4, lengthSamples))),
    plus(a, times(0.3, delayed(a, 40)), times(0.2, b)),
    plus(times(0.5, delayed(b, 3)), times(0.1, delayed(c, 300)), times(0.1, smooth(noise(5, lengthSamples), 0.8)))
  ]
  return { truths, estimates }
}

function finish(options: Partial<JudgedSignals> & Pick<JudgedSignals, 'truths' | 'estimates'>): Judgement {
  const { signalCount } = options.truths
  const work = judge({
    names: Array.from({ length: signalCount }, (_, source) => `source ${source + 1}`),
    mixture: sourceGroup([doubleSource([noise(9, lengthSamples)])]),
    idealMasks: null,
    lengthSamples,
    view: 'mean',
    ...options
  })
  let step = work.next()
  while (!step.done) step = work.next()
  return step.value
}

const group = (sources: readonly Float64Array[]) => sourceGroup(sources.map((samples) => doubleSource([samples])))

describe('the judge', () => {
  test('gives the measures and the assignment of BSS-eval v3 within 0.01 dB', () => {
    const { truths, estimates } = signals()
    const { sources } = finish({ truths: group(truths), estimates: group(estimates) })
    expect(sources.map(({ estimate }) => estimate)).toEqual(stored.map(({ estimate }) => estimate))
    for (const [index, { measures }] of sources.entries()) {
      for (const key of keys) expect(Math.abs(measures[key] - stored[index][key])).toBeLessThan(0.01)
    }
  })

  test('does not care for the level of an estimate nor, but for SI-SDR, for a delay of it', () => {
    const { truths, estimates } = signals()
    const [truth, estimate] = [group([truths[0]]), estimates[1]]
    const before = finish({ truths: truth, estimates: group([estimate]) })
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 100, noNaN: true }), (level) => {
        const { truthFactors } = before
        const after = finish({ truths: group([truths[0]]), estimates: group([times(level, estimate)]), truthFactors })
        for (const key of keys) expect(after.mean.measures[key]).toBeCloseTo(before.mean.measures[key], 4)
      }),
      { numRuns: 10 }
    )
    const late = finish({ truths: group([truths[0]]), estimates: group([delayed(truths[0], 20)]) })
    expect(late.mean.measures.sdr).toBeGreaterThan(20)
    expect(late.mean.measures.siSdr).toBeLessThan(0)
  })

  test('takes the best of more estimates than sources, and counts a missing one as the worst', () => {
    const { truths, estimates } = signals()
    const many = finish({ truths: group(truths), estimates: group([noise(7, lengthSamples), ...estimates]) })
    expect(many.sources.map(({ estimate }) => estimate)).toEqual(stored.map(({ estimate }) => estimate + 1))
    const few = finish({ truths: group(truths), estimates: group([estimates[1]]) })
    expect(few.sources.map(({ estimate }) => estimate)).toEqual([0, null, null])
    expect(few.sources[1].measures.sdr).toBe(-60)
  })

  test('hears channels in antiphase only when it is told to measure each channel', () => {
    const { truths } = signals()
    const wide = truths.map((samples): SampleSource => doubleSource([samples, times(-1, samples)]))
    expect(() => finish({ truths: sourceGroup(wide), estimates: sourceGroup(wide) })).toThrow(
      expect.objectContaining({ code: 'invalid-argument' })
    )
    const { mean } = finish({ truths: sourceGroup(wide), estimates: sourceGroup(wide), view: 'channels' })
    expect(mean.measures.siSdr).toBeGreaterThan(60)
  })

  test('tells by how much the sum of the estimates misses the recording', () => {
    const { truths } = signals()
    const mixture = plus(...truths)
    const all = finish({ truths: group(truths), estimates: group(truths), mixture: group([mixture]) })
    expect(all.sumErrorDecibels).toBeLessThan(-100)
    const half = finish({
      truths: group([mixture]),
      estimates: group([times(0.5, mixture)]),
      mixture: group([mixture])
    })
    expect(half.sumErrorDecibels).toBeCloseTo(-6.02, 1)
  })
})
