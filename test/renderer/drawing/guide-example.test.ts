import { describe, expect, it } from 'vitest'
import { templateOf } from '@core/separation/templates'
import { mostOverlapping } from '../../../src/renderer/drawing/factor-picture'
import { exampleSampleRate, guideExample } from '../../../src/renderer/drawing/guide-example'

const factors = guideExample()
const hertzPerBin = exampleSampleRate / 2 / (factors.binCount - 1)

/** Where a template's strongest bin lies, and how much of its sum lies within half a semitone of ten harmonics. */
function describeTemplate(k: number, fundamental: number) {
  const template = templateOf(factors, k)
  const total = template.reduce((sum, value) => sum + value, 0)
  const near = template.reduce((sum, value, f) => {
    const number = Math.round((f * hertzPerBin) / fundamental)
    const isNear = number >= 1 && number <= 10 && Math.abs(f * hertzPerBin - number * fundamental) < 60
    return isNear ? sum + value : sum
  }, 0)
  return near / total
}

describe('the example of the guide', () => {
  it('is the same at each start, all of it finite and not negative', () => {
    const again = guideExample()
    expect(again.W).toEqual(factors.W)
    expect(again.H).toEqual(factors.H)
    expect([...factors.W, ...factors.H].every((value) => Number.isFinite(value) && value >= 0)).toBe(true)
  })

  it('finds the two notes and the drum that it is made of', () => {
    const best = (fundamental: number) => {
      const shares = [0, 1, 2].map((k) => {
        const template = templateOf(factors, k)
        const strongest = template.indexOf(Math.max(...template)) * hertzPerBin
        return Math.abs(strongest - fundamental) < hertzPerBin ? describeTemplate(k, fundamental) : 0
      })
      return { k: shares.indexOf(Math.max(...shares)), share: Math.max(...shares) }
    }
    const [low, high] = [best(220), best(330)]
    expect(low.share).toBeGreaterThan(0.9)
    expect(high.share).toBeGreaterThan(0.9)
    expect(low.k).not.toBe(high.k)
    const drum = [0, 1, 2].find((k) => k !== low.k && k !== high.k)!
    const row = factors.H.subarray(drum * factors.columnCount, (drum + 1) * factors.columnCount)
    // Hit every twenty columns, and gone before the next.
    for (let n = 0; n < factors.columnCount; n += 20) expect(row[n]!).toBeGreaterThan(5 * row[n + 15]!)
  })

  it('has two components whose spectra meet, as the guide says of it', () => {
    const overlap = mostOverlapping(factors)!
    expect(overlap.share).toBeGreaterThan(0.2)
    expect(overlap.share).toBeLessThan(0.9)
    expect(overlap.timeShare).toBeLessThan(0.5)
  })
})
