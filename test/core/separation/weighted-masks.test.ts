import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { clipSource } from '@core/audio/sample-source'
import { createRandom } from '@core/math/random'
import { productModel, type Factors } from '@core/separation/factors'
import { hintField } from '@core/separation/hint-field'
import type { Hint } from '@core/separation/hints'
import { MaskStream } from '@core/separation/mask-stream'
import { FactorMasks } from '@core/separation/masks-of-factors'
import { WeightedMasks, type SourceShaping } from '@core/separation/weighted-masks'
import { stftLayout } from '@core/spectral/stft-layout'

const sampleRate = 8000
const layout = stftLayout(4000, 256, 64)
const { binCount, columnCount } = layout
const rank = 5
const random = createRandom(4)
const factors: Factors = {
  rank,
  binCount,
  columnCount,
  model: productModel,
  W: Float32Array.from({ length: rank * binCount }, () => random()),
  H: Float32Array.from({ length: rank * columnCount }, () => (random() < 0.3 ? 0 : random()))
}
const componentSources = Int32Array.of(0, 1, 0, -1, 1)

const anyHint = fc
  .record({
    source: fc.constantFrom('a', 'b'),
    sign: fc.constantFrom<Hint['sign']>('is', 'is-not'),
    startSeconds: fc.double({ min: 0, max: 0.4, noNaN: true }),
    lowHertz: fc.double({ min: 0, max: 3000, noNaN: true })
  })
  .map(({ source, sign, startSeconds, lowHertz }): Hint => ({
    source,
    sign,
    area: { kind: 'box', startSeconds, endSeconds: startSeconds + 0.1, lowHertz, highHertz: lowHertz + 800 }
  }))

function shapingOf(hints: readonly Hint[], exponent = 1): SourceShaping {
  return { componentSources, sourceCount: 2, hints: hintField(hints, ['a', 'b'], layout, sampleRate), exponent }
}

function maskOf(shaping: SourceShaping | null, column: number, gains: readonly number[]): Float32Array {
  const plain = new FactorMasks(factors)
  const masks = shaping ? new WeightedMasks(plain, shaping, binCount) : plain
  const mask = new Float32Array(binCount)
  masks.compute(column, 0, Float32Array.from(gains), mask)
  return mask
}

describe('weighted masks', () => {
  test('of any partition of the components sum to one, whatever is painted and however hard they are', () => {
    fc.assert(
      fc.property(
        fc.array(anyHint, { maxLength: 4 }),
        fc.double({ min: 0.5, max: 3, noNaN: true }),
        fc.array(fc.integer({ min: 0, max: 2 }), { minLength: rank, maxLength: rank }),
        fc.nat(columnCount - 1),
        (hints, exponent, parts, column) => {
          const masks = [0, 1, 2].map((part) =>
            maskOf(
              shapingOf(hints, exponent),
              column,
              parts.map((own) => (own === part ? 1 : 0))
            )
          )
          for (let f = 0; f < binCount; f++) {
            const values = masks.map((mask) => mask[f])
            expect(Math.abs(values[0] + values[1] + values[2] - 1)).toBeLessThan(1e-5)
            expect(Math.min(...values)).toBeGreaterThanOrEqual(0)
          }
        }
      )
    )
  })

  test('give others 0.3 of their weight where something was painted, and nothing else changes', () => {
    const hint: Hint = {
      source: 'a',
      sign: 'is',
      area: { kind: 'box', startSeconds: 0.2, endSeconds: 0.3, lowHertz: 1000, highHertz: 2000 }
    }
    const column = 30
    const own = [1, 0, 1, 0, 0]
    const before = maskOf(null, column, own)
    const after = maskOf(shapingOf([hint]), column, own)
    const [firstBin, endBin] = [32, 65]
    after.forEach((value, f) => {
      const M = before[f]
      const expected = f >= firstBin && f < endBin ? M / (M + 0.3 * (1 - M)) : M
      expect(value).toBeCloseTo(expected, 5)
    })
    const not = maskOf(shapingOf([{ ...hint, sign: 'is-not' }]), column, own)
    expect(not[40]).toBeCloseTo((0.3 * before[40]) / (0.3 * before[40] + 1 - before[40]), 5)
  })

  test('are harder with an exponent: shares to its power, gains within a source kept', () => {
    const shares = [
      [1, 0, 1, 0, 0],
      [0, 1, 0, 0, 1],
      [0, 0, 0, 1, 0]
    ].map((gains) => maskOf(null, 7, gains))
    const half = maskOf(shapingOf([], 2), 7, [0.5, 0, 0.5, 0, 0])
    for (let f = 0; f < binCount; f++) {
      const [a, b, rest] = shares.map((share) => share[f] ** 2)
      expect(half[f]).toBeCloseTo((0.5 * a) / (a + b + rest), 5)
    }
  })
})

describe('a stream with hints', () => {
  test('of each source adds up to the recording', () => {
    const samples = Float32Array.from({ length: 4000 }, () => random() - 0.5)
    const source = clipSource({ sampleRate, lengthSamples: 4000, channels: [samples] })
    const hint: Hint = {
      source: 'b',
      sign: 'is',
      area: { kind: 'box', startSeconds: 0.1, endSeconds: 0.4, lowHertz: 500, highHertz: 3000 }
    }
    const read = (shaping: SourceShaping | undefined, part: number) => {
      const stream = new MaskStream({ source, factors, windowSamples: 256, hopSamples: 64, sampleRate, shaping })
      stream.setGains(Float32Array.from(componentSources, (own) => (own === part ? 1 : 0)))
      const output = new Float32Array(4000)
      stream.read([output], 4000)
      return output
    }
    const shaping = shapingOf([hint], 1.3)
    const stems = [0, 1, -1].map((part) => read(shaping, part))
    const worst = Math.max(...samples.map((value, t) => Math.abs(stems.reduce((sum, stem) => sum + stem[t], -value))))
    expect(worst).toBeLessThan(1e-5)
    const plain = read(undefined, 1)
    expect(Math.max(...plain.map((value, t) => Math.abs(value - stems[1][t])))).toBeGreaterThan(0.01)
  })

  test('refuses sources of other components and hints of another transform', () => {
    const source = clipSource({ sampleRate, lengthSamples: 4000, channels: [new Float32Array(4000)] })
    const stream = new MaskStream({ source, factors, windowSamples: 256, hopSamples: 64, sampleRate })
    const refused = expect.objectContaining({ code: 'shape-mismatch' })
    expect(() => stream.setShaping({ ...shapingOf([]), componentSources: Int32Array.of(0) })).toThrow(refused)
    const other = hintField([], ['a', 'b'], stftLayout(8000, 256, 64), sampleRate)
    expect(() => stream.setShaping({ ...shapingOf([]), hints: other })).toThrow(refused)
  })
})
