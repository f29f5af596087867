import type { Factors } from '@core/separation/factors'
import { nndsvda } from '@core/separation/nndsvda'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { requestFor, runRequest, smallParameters, soundsClip } from './plan-fixture'

function startOf(V: Float32Array, binCount: number, rank: number): Factors | null {
  const steps = nndsvda(V, { binCount, columnCount: V.length / binCount, rank, seed: 1 })
  let step = steps.next()
  while (!step.done) step = steps.next()
  return step.value
}

describe('NNDSVDa', () => {
  const [binCount, columnCount] = [7, 9]
  const matrix = Float32Array.from({ length: binCount * columnCount }, (_, i) => {
    const [f, n] = [i % binCount, Math.floor(i / binCount)]
    return (3 * f + 5 * n + f * n) % 11
  })
  const mean = matrix.reduce((sum, value) => sum + value, 0) / matrix.length

  test("is scikit-learn's for a matrix of mean 1, to three digits", () => {
    // sklearn.decomposition._nmf._initialize_nmf(X, 3, init='nndsvda', random_state=0), templates scaled to the sum 1
    const W = [
      [0.1448, 0.1331, 0.1231, 0.145, 0.1441, 0.1279, 0.182],
      [0.2043, 0.2043, 0.0239, 0.1372, 0.2043, 0.2062, 0.0199],
      [0.1524, 0.1524, 0.1524, 0.1235, 0.1146, 0.1524, 0.1524]
    ]
    const H = [
      [5.6004, 7.8595, 7.947, 6.1374, 6.5343, 6.3848, 6.6144, 7.0016, 8.9648],
      [2.8099, 4.8943, 4.8943, 4.8943, 4.8943, 4.1499, 0.6105, 3.2004, 0.0876],
      [0.5148, 3.6635, 6.5631, 6.5631, 2.4544, 6.5631, 6.5631, 5.7434, 6.5631]
    ]
    const found = startOf(
      matrix.map((value) => value / mean),
      binCount,
      3
    )!
    W.flat().forEach((value, i) => expect(found.W[i]).toBeCloseTo(value, 3))
    H.flat().forEach((value, i) => expect(found.H[i]).toBeCloseTo(value, 3))
  })

  test('follows the level and is positive, with templates that sum to 1', () => {
    const one = startOf(matrix, binCount, 4)!
    fc.assert(
      fc.property(fc.double({ min: 1e-4, max: 1e4, noNaN: true }), (level) => {
        const { W, H } = startOf(
          matrix.map((value) => value * level),
          binCount,
          4
        )!
        W.forEach((value, i) => expect(value).toBeCloseTo(one.W[i], 4))
        H.forEach((height, i) => expect(height / level / one.H[i]).toBeCloseTo(1, 2))
        expect([...W, ...H].every((value) => value > 0)).toBe(true)
      }),
      { numRuns: 20 }
    )
    for (let k = 0; k < 4; k++) {
      expect(one.W.subarray(k * binCount, (k + 1) * binCount).reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5)
    }
  })

  test('has no more components than the spectrogram has dimensions, and none for silence', () => {
    const flat = Float32Array.from({ length: 40 }, (_, i) => 1 + (i % 8))
    expect(startOf(flat, 8, 4)!.rank).toBe(1)
    expect(startOf(matrix, binCount, 30)!.rank).toBeLessThanOrEqual(7)
    expect(startOf(new Float32Array(40), 8, 4)).toBeNull()
  })
})

describe('a separation that starts with NNDSVDa', () => {
  const clip = soundsClip({ seconds: 2, soundCount: 3 })
  const parameters = { ...smallParameters, initialisation: 'nndsvda', startCount: 5, iterationCount: 15 } as const

  test('has one start, with an activation of each component for every column', () => {
    const { planned, outcome } = runRequest(clip, requestFor(clip, parameters))
    const problems = planned.flatMap(({ job }) => (job.kind === 'factorize' ? [job.problem] : []))
    expect(problems).toHaveLength(1)
    expect(problems[0].start.H!.every((height) => height > 0)).toBe(true)
    expect(outcome.costs.at(-1)!.cost).toBeLessThan(0.5)
  })

  test('finds the activations of all columns when it has seen only some', { timeout: 20_000 }, () => {
    const long = soundsClip({ seconds: 34, soundCount: 2 })
    const few = { ...parameters, componentCount: 2, iterationCount: 1 }
    const { planned } = runRequest(long, requestFor(long, few))
    const read = planned.find(({ job }) => job.kind === 'read-columns')!.job
    if (read.kind !== 'read-columns') throw new Error('no columns were read')
    expect(read.columns).toHaveLength(2048)
    expect(new Set(read.columns).size).toBe(2048)
    const [following, main] = planned.flatMap(({ job }) => (job.kind === 'factorize' ? [job.problem] : []))
    expect(following.fixedTemplates).toEqual([true, true])
    expect(following.start.H!.every((height) => height > 0)).toBe(true)
    expect(main.start.W).toEqual(following.start.W)
    expect(main.start.H).toHaveLength(2 * requestFor(long, few).layout.columnCount)
  })

  test('of silence starts at random', () => {
    const silent = { ...clip, channels: [new Float32Array(clip.lengthSamples)] }
    const { factors } = runRequest(silent, requestFor(silent, parameters)).outcome
    expect(factors.H.every((height) => height === 0)).toBe(true)
  })
})
