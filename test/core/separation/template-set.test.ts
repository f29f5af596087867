import { describe, expect, test } from 'vitest'
import { fitTemplates, type TemplateSet } from '@core/separation/template-set'

/** One template with its peak at a frequency, for a transform. */
function peakAt(hertz: number, sampleRate: number, windowSamples: number): TemplateSet {
  const W = new Float32Array(windowSamples / 2 + 1)
  W[Math.round((hertz * windowSamples) / sampleRate)] = 1
  const facts = { format: 'unweave-templates', version: 1, name: 'a', templateCount: 1, learnedFrom: '' } as const
  return { ...facts, sampleRate, windowSamples, W }
}

describe('fitting templates', () => {
  test('leaves those of the same transform as they are', () => {
    const set = peakAt(1000, 44_100, 4096)
    expect(fitTemplates(set, { sampleRate: 44_100, windowSamples: 4096 })).toEqual(set.W)
  })

  test('moves peaks to the bins of another rate, with the sum 1', () => {
    const W = fitTemplates(peakAt(1000, 44_100, 4096), { sampleRate: 48_000, windowSamples: 4096 })
    expect(W).toHaveLength(2049)
    expect(W.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 6)
    const peak = W.indexOf(Math.max(...W))
    expect(Math.abs((peak * 48_000) / 4096 - 1000)).toBeLessThan(12)
    // bins above the former Nyquist frequency are unknown
    expect(W.slice(1890).every((value) => value === 0)).toBe(true)
  })

  test('takes bins of the same width from another window', () => {
    const W = fitTemplates(peakAt(1000, 44_100, 2048), { sampleRate: 88_200, windowSamples: 4096 })
    expect(W.indexOf(Math.max(...W))).toBe(46)
  })

  test('refuses what would be too broad or too narrow, and names the window', () => {
    const set = peakAt(1000, 44_100, 4096)
    const refuse = (sampleRate: number, windowSamples: number) => () => fitTemplates(set, { sampleRate, windowSamples })
    expect(refuse(44_100, 2048)).toThrow(expect.objectContaining({ code: 'invalid-argument' }))
    expect(refuse(96_000, 4096)).toThrow(/A window of 8192 fits them/)
    expect(refuse(44_100, 8192)).toThrow(/A window of 4096 fits them/)
  })
})
