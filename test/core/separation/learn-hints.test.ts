import { describe, expect, test } from 'vitest'
import { clipSource } from '@core/audio/sample-source'
import { createRandom } from '@core/math/random'
import { productModel, type Factors } from '@core/separation/factors'
import { hintField } from '@core/separation/hint-field'
import type { Hint } from '@core/separation/hints'
import { learnFromHints } from '@core/separation/learn-hints'
import { relabelByHints } from '@core/separation/relabel-hints'
import { MagnitudeAnalysis } from '@core/spectral/magnitudes'
import { stftLayout } from '@core/spectral/stft-layout'

const sampleRate = 8000
const lengthSamples = 8000
const layout = stftLayout(lengthSamples, 256, 64)
const { binCount, columnCount } = layout

/** A low tone in the first half, a high one in the second. */
const samples = Float32Array.from(
  { length: lengthSamples },
  (_, t) => 0.3 * Math.sin((2 * Math.PI * (t < lengthSamples / 2 ? 500 : 2500) * t) / sampleRate)
)
const source = clipSource({ sampleRate, lengthSamples, channels: [samples] })
const V = new Float32Array(binCount * columnCount)
new MagnitudeAnalysis(source, layout).compute(0, columnCount, V, 0)

const random = createRandom(2)
/** Two components that both hold both tones. */
const mixed: Factors = {
  rank: 2,
  binCount,
  columnCount,
  model: productModel,
  W: normalised(Float32Array.from({ length: 2 * binCount }, () => 0.5 + random())),
  H: Float32Array.from({ length: 2 * columnCount }, () => 1 + 0.2 * random())
}

function normalised(W: Float32Array): Float32Array {
  for (let k = 0; k < 2; k++) {
    const w = W.subarray(k * binCount, (k + 1) * binCount)
    const sum = w.reduce((total, value) => total + value, 0)
    w.forEach((value, f) => (w[f] = value / sum))
  }
  return W
}

const hint = (name: string, startSeconds: number, hertz: number, sign: Hint['sign'] = 'is'): Hint => ({
  source: name,
  sign,
  area: { kind: 'box', startSeconds, endSeconds: startSeconds + 0.4, lowHertz: hertz - 100, highHertz: hertz + 100 }
})
const names = ['low', 'high']
const componentSources = Int32Array.of(0, 1)

function learn(hints: readonly Hint[], options: { iterationCount?: number; memoryLimitBytes?: number } = {}): Factors {
  const field = hintField(hints, names, layout, sampleRate)
  const work = learnFromHints({ source, layout, factors: mixed, componentSources, hints: field, ...options })
  let last = 0
  let step = work.next()
  for (; !step.done; step = work.next()) {
    expect(step.value).toBeGreaterThanOrEqual(last)
    last = step.value
  }
  return step.value
}

/** D_KL(V | WH) */
function cost({ W, H }: Factors): number {
  let sum = 0
  for (let n = 0; n < columnCount; n++) {
    for (let f = 0; f < binCount; f++) {
      const v = V[n * binCount + f]
      const model = [0, 1].reduce((total, k) => total + W[k * binCount + f] * H[k * columnCount + n], 1e-12)
      sum += (v > 0 ? v * Math.log(v / model) : 0) - v + model
    }
  }
  return sum
}

/** Share of component k among both, in a bin and column. */
function share({ W, H }: Factors, k: number, seconds: number, hertz: number): number {
  const column = Math.round((seconds * sampleRate) / 64)
  const bin = Math.round((hertz * 256) / sampleRate)
  const part = (i: number) => W[i * binCount + bin] * H[i * columnCount + column]
  return part(k) / (part(0) + part(1))
}

describe('learning from hints', () => {
  test('is NMF where nothing is painted: the cost falls with every iteration', () => {
    const costs = [1, 2, 5, 20].map((iterationCount) => cost(learn([], { iterationCount })))
    expect(costs[0]).toBeLessThan(cost(mixed))
    for (let i = 1; i < costs.length; i++) expect(costs[i]).toBeLessThan(costs[i - 1])
  })

  test('gives each source what was painted for it, also where nothing was painted', () => {
    const learned = learn([hint('low', 0.05, 500), hint('high', 0.55, 2500)])
    expect(share(learned, 0, 0.25, 500)).toBeGreaterThan(0.95)
    expect(share(learned, 1, 0.75, 2500)).toBeGreaterThan(0.95)
    // beyond the boxes, which end at 0.45 and 0.95 s
    expect(share(learned, 0, 0.47, 500)).toBeGreaterThan(0.95)
    const turned = learn([hint('low', 0.05, 500, 'is-not'), hint('high', 0.55, 2500, 'is-not')])
    expect(share(turned, 1, 0.25, 500)).toBeGreaterThan(0.95)
  })

  test('keeps templates at the sum 1 and everything finite, and is the same without room to keep V', () => {
    const hints = [hint('low', 0.05, 500)]
    const learned = learn(hints)
    for (let k = 0; k < 2; k++) {
      const w = learned.W.subarray(k * binCount, (k + 1) * binCount)
      expect(w.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5)
    }
    expect([...learned.W, ...learned.H].every((value) => value >= 0 && value < Infinity)).toBe(true)
    expect(learn(hints, { memoryLimitBytes: 0 }).H).toEqual(learned.H)
  })

  test('refuses models that it cannot do in a sentence', () => {
    const field = hintField([], names, layout, sampleRate)
    const factors: Factors = { ...mixed, model: { kind: 'medians' } }
    const work = learnFromHints({ source, layout, factors, componentSources, hints: field })
    expect(() => work.next()).toThrow(expect.objectContaining({ code: 'invalid-argument' }))
  })
})

describe('relabelling by hints', () => {
  /** Component 0 is the low tone, 1 the high one, 2 both at a tenth. */
  const tones = (low: number, high: number) =>
    Float32Array.from({ length: binCount }, (_, f) => (f === 16 ? low : f === 80 ? high : 0))
  const factors: Factors = {
    rank: 3,
    binCount,
    columnCount,
    model: productModel,
    W: Float32Array.of(...tones(1, 0), ...tones(0, 1), ...tones(0.5, 0.5)),
    H: Float32Array.from({ length: 3 * columnCount }, (_, i) => (i < 2 * columnCount ? 1 : 0.1))
  }
  const place = { componentSources: Int32Array.of(1, 1, 0), sources: names, layout, sampleRate }

  test('moves the component that dominates the box to the source that was painted', () => {
    expect(relabelByHints(factors, [hint('low', 0.1, 500)], place)).toEqual([{ componentIndex: 0, source: 0 }])
    expect(relabelByHints(factors, [hint('high', 0.1, 500)], place)).toEqual([])
  })

  test('leaves a component that has little of itself in the box, or little of the box', () => {
    const small: Hint = { ...hint('low', 0.1, 500), area: { ...hint('low', 0.1, 500).area, endSeconds: 0.15 } as never }
    expect(relabelByHints(factors, [small], place)).toEqual([])
    const even: Factors = {
      ...factors,
      H: factors.H.map((_, i) => (i < columnCount ? 1 : i < 2 * columnCount ? 0 : 1.7))
    }
    expect(relabelByHints(even, [hint('low', 0.1, 500)], place)).toEqual([])
  })

  test('pushes what is painted out of a source to the one that has most of the rest there', () => {
    const hints = [hint('high', 0.1, 500, 'is-not')]
    expect(relabelByHints(factors, hints, place)).toEqual([{ componentIndex: 0, source: 0 }])
    const alone = { ...place, componentSources: Int32Array.of(1, 1, 1) }
    expect(relabelByHints(factors, hints, alone)).toEqual([{ componentIndex: 0, source: -1 }])
  })
})
