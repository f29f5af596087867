import { productModel, type Factors } from '@core/separation/factors'
import { startFactors } from '@core/separation/start-factors'
import { fitFactors } from '@core/separation/warm-start'
import { stftLayout } from '@core/spectral/stft-layout'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { randomFactors } from './example-factors'
import { requestFor, runRequest, smallParameters, soundsClip } from './plan-fixture'

const lengthSamples = 20_000
const factors = randomFactors(lengthSamples, 512, 3, 5)
const { binCount, columnCount } = factors
const warm = { factors, windowSamples: 512, hopSamples: 128 }

function sum(values: Float32Array): number {
  return values.reduce((total, value) => total + value, 0)
}

describe('factors fitted to another transform', () => {
  test('stay as they are when nothing differs', () => {
    expect(fitFactors(warm, stftLayout(lengthSamples, 512, 128), 1, false)).toEqual(factors)
  })

  test('keep the sum of each template and the integral of each activation, and nothing is negative', () => {
    fc.assert(
      fc.property(fc.constantFrom(1024, 2048, 4096), fc.boolean(), (windowSamples, isBack) => {
        const [from, to] = isBack ? [windowSamples, 512] : [512, windowSamples]
        const former = randomFactors(lengthSamples, from, 2, windowSamples)
        const layout = stftLayout(lengthSamples, to, to / 4)
        const fitted = fitFactors({ factors: former, windowSamples: from, hopSamples: from / 4 }, layout, 1, false)
        expect([fitted.binCount, fitted.columnCount]).toEqual([layout.binCount, layout.columnCount])
        for (let k = 0; k < 2; k++) {
          const [template, formerTemplate] = [fitted, former].map(({ W, binCount: bins }) =>
            W.subarray(k * bins, (k + 1) * bins)
          )
          expect(sum(template) / sum(formerTemplate)).toBeCloseTo(1, 4)
          const [integral, formerIntegral] = [
            { of: fitted, hop: to / 4 },
            { of: former, hop: from / 4 }
          ].map(({ of, hop }) => hop * sum(of.H.subarray(k * of.columnCount, (k + 1) * of.columnCount)))
          expect(integral / formerIntegral).toBeCloseTo(1, 4)
        }
        expect([...fitted.W, ...fitted.H].every((value) => value >= 0)).toBe(true)
      })
    )
  })

  test('keep frequency and time', () => {
    const W = new Float32Array(257)
    W[64] = 1
    const H = new Float32Array(columnCount)
    H[80] = 1
    const one: Factors = { rank: 1, binCount: 257, columnCount, model: productModel, W, H }
    const layout = stftLayout(lengthSamples, 2048, 512)
    const fitted = fitFactors({ ...warm, factors: one }, layout, 1, false)
    // four bins for one, of the same total
    expect(fitted.W.indexOf(Math.max(...fitted.W))).toBeGreaterThanOrEqual(254)
    expect(fitted.W.indexOf(Math.max(...fitted.W))).toBeLessThanOrEqual(258)
    const seconds = 81 * 128 - 256
    const column = (seconds + 1024) / 512 - 1
    expect(Math.abs(fitted.H.indexOf(Math.max(...fitted.H)) - column)).toBeLessThanOrEqual(1)
  })

  test('change between one channel and several with gains of 1, or without any', () => {
    const layout = stftLayout(lengthSamples, 512, 128)
    const stereo = fitFactors(warm, layout, 2, true)
    expect(stereo.model).toEqual({ kind: 'stereo', channelGains: new Float32Array(6).fill(1) })
    expect(fitFactors({ ...warm, factors: stereo }, layout, 2, false).model).toEqual(productModel)
    const gains = Float32Array.of(0.5, 1, 1.5, 1.5, 1, 0.5)
    const panned = { ...factors, model: { kind: 'stereo', channelGains: gains } as const }
    expect(fitFactors({ ...warm, factors: panned }, layout, 2, true)).toEqual(panned)
  })

  test('of several columns become what they set off', () => {
    const W = Float32Array.of(0.5, 0, 0.25, 0.25)
    const H = Float32Array.of(0, 4, 0)
    const lagged: Factors = { rank: 1, binCount: 2, columnCount: 3, model: { kind: 'convolution', lagCount: 2 }, W, H }
    const layout = { ...stftLayout(lengthSamples, 512, 128), binCount: 2, columnCount: 3 }
    const fitted = fitFactors({ ...warm, factors: lagged }, layout, 1, false)
    expect([...fitted.W]).toEqual([0.75, 0.25])
    expect([...fitted.H]).toEqual([0, 2, 2])
  })
})

describe('a start', () => {
  const options = { binCount, columnCount, spectrogramCount: 1, fixed: null, known: factors }

  test('of more components keeps all and leaves the new ones to chance', () => {
    const { W, H } = startFactors({ ...options, rank: 5 })
    expect(W!.subarray(0, 3 * binCount)).toEqual(factors.W)
    expect(H!.subarray(0, 3 * columnCount)).toEqual(factors.H)
    expect(W![3 * binCount]).toBeNaN()
    expect(H![4 * columnCount]).toBeNaN()
  })

  test('of fewer components keeps those with the most energy in their order', () => {
    const H = factors.H.map((height, i) => (Math.floor(i / columnCount) === 1 ? height / 100 : height))
    const { W } = startFactors({ ...options, known: { ...factors, H }, rank: 2 })
    expect(W!.subarray(0, binCount)).toEqual(factors.W.subarray(0, binCount))
    expect(W!.subarray(binCount)).toEqual(factors.W.subarray(2 * binCount))
  })

  test('with a fixed template gives it the activation of the component that is like it', () => {
    const H = factors.H.map((height, i) => (i < columnCount ? 100 * height : height))
    const fixed = { W: factors.W.slice(0, binCount), count: 1, channelGains: null }
    // the loudest: it would be kept among the others too
    const start = startFactors({ ...options, known: { ...factors, H }, fixed, rank: 3 })
    expect(start.W).toEqual(factors.W)
    expect(start.H).toEqual(H)
    const other = { ...fixed, W: Float32Array.from({ length: binCount }, (_, f) => Number(f === 5)) }
    expect(startFactors({ ...options, fixed: other, rank: 3 }).H![0]).toBeNaN()
  })
})

describe('a separation that goes on from another', () => {
  const clip = soundsClip({ seconds: 2, soundCount: 3 })
  const request = requestFor(clip, smallParameters)
  const first = runRequest(clip, request).outcome
  const warmFactors = { factors: first.factors, windowSamples: 512, hopSamples: 128 }

  test('begins exactly where that one ended', () => {
    const parameters = { ...smallParameters, startCount: 4, iterationCount: 1 }
    const { planned, outcome } = runRequest(clip, { ...request, parameters, warmFactors })
    const starts = planned.flatMap(({ job }) => (job.kind === 'factorize' ? [job.problem.start] : []))
    expect(starts).toEqual([{ W: first.factors.W, H: first.factors.H, channelGains: null }])
    expect(outcome.costs.at(-1)!.cost).toBeLessThanOrEqual(first.costs.at(-1)!.cost)
  })

  test('has less to do with more components, another window or another model than from the start', () => {
    const changes = [
      { componentCount: 4 },
      { windowSamples: 1024, hopSamples: 256 },
      { componentCount: 2 },
      { beta: 2 }
    ] as const
    for (const change of changes) {
      const parameters = { ...smallParameters, ...change, iterationCount: 2 }
      const [cold, warmed] = [null, warmFactors].map(
        (former) => runRequest(clip, requestFor(clip, parameters, { warmFactors: former })).outcome.costs.at(-1)!.cost
      )
      expect(warmed).toBeLessThan(cold)
    }
  })

  test('goes on block by block too', () => {
    const parameters = { ...smallParameters, iterationCount: 5 }
    const memoryLimitBytes = 64 * 4 * 264
    const { factors: found } = runRequest(clip, { ...request, parameters, warmFactors, memoryLimitBytes }).outcome
    expect(found.columnCount).toBe(request.layout.columnCount)
  })
})
