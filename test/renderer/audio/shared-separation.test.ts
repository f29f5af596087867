import { describe, expect, test } from 'vitest'
import type { Factors } from '@core/separation/factors'
import { SharedGains } from '../../../src/renderer/audio/shared-gains'
import { factorsIn, rewriteSeparation, shareSeparation } from '../../../src/renderer/audio/shared-separation'
import { hopSamples, Rig, splitFactors, steepest, streamed, tones, windowSamples } from './playback-fixture'

const length = 30_000
const product = splitFactors(length)
const { binCount, columnCount } = product
const stereo: Factors = { ...product, model: { kind: 'stereo', channelGains: Float32Array.of(2, 0.5, 0, 1.5) } }
const convolution: Factors = {
  ...product,
  model: { kind: 'convolution', lagCount: 2 },
  W: Float32Array.from({ length: 4 * binCount }, (_, i) => product.W[(i >> 1) % (2 * binCount)])
}
const medians: Factors = { ...product, model: { kind: 'medians' } }
const kinds = [product, stereo, convolution, medians].map((factors) => [factors.model.kind, factors] as const)

function shared(factors: Factors) {
  return shareSeparation({ factors, windowSamples, hopSamples }, SharedGains.create(new Float32Array(factors.rank)))
}

function changed(factors: Factors): Factors {
  const { model } = factors
  return {
    ...factors,
    model: model.kind === 'stereo' ? { ...model, channelGains: model.channelGains.map((gain) => 2 - gain) } : model,
    W: factors.W.map((value) => 1 - value),
    H: factors.H.map((value, i) => value + (i % 3))
  }
}

describe('a separation in shared memory', () => {
  test.each(kinds)('is the one that was shared: %s', (_, factors) => {
    expect(factorsIn(shared(factors))).toEqual(factors)
  })

  test.each(kinds)('takes other factors of its shape: %s', (_, factors) => {
    const separation = shared(factors)
    const reader = factorsIn(separation)
    expect(rewriteSeparation(separation, { factors: changed(factors), windowSamples, hopSamples })).toBe(true)
    expect(reader).toEqual(changed(factors))
  })

  test('refuses another shape, and is left as it was', () => {
    const others = [
      { factors: { ...product, rank: 1, W: new Float32Array(binCount), H: new Float32Array(columnCount) } },
      { factors: stereo },
      { factors: medians },
      { factors: splitFactors(length + 5000) },
      { factors: product, hopSamples: 512 },
      { factors: product, windowSamples: 2048 }
    ]
    const separation = shared(product)
    for (const other of others) {
      expect(rewriteSeparation(separation, { windowSamples, hopSamples, ...other })).toBe(false)
    }
    expect(factorsIn(separation)).toEqual(product)
    const longer: Factors = { ...convolution, model: { kind: 'convolution', lagCount: 3 } }
    expect(rewriteSeparation(shared(convolution), { factors: longer, windowSamples, hopSamples })).toBe(false)
  })
})

describe('while it is played', () => {
  test.each(kinds)('it sounds like the export: %s', (_, factors) => {
    const rig = new Rig(tones(length))
    rig.separate(factors, [1, 0])
    rig.playback.command({ kind: 'play' })
    const heard = rig.render(length).map((channel) => channel.subarray(0, length))
    expect(heard).toEqual(streamed(rig.channels, factors, [1, 0]))
  })

  test('other factors are heard from the next column on, complete one window later, without a dip or a click', () => {
    const rig = new Rig(tones(length))
    const gains = SharedGains.create(Float32Array.of(1, 0))
    const separation = shareSeparation({ factors: product, windowSamples, hopSamples }, gains)
    rig.playback.setSeparation(separation)
    rig.playback.command({ kind: 'play' })
    const before = rig.render(10_000)[0]
    const changedAt = rig.frame
    // the tone that was heard stays so, and the other one comes up to a half
    const half = { ...product, W: product.W.map((value, i) => (i < binCount ? 1 : value)) }
    expect(rewriteSeparation(separation, { factors: half, windowSamples, hopSamples })).toBe(true)
    const after = rig.render(15_000)[0]

    const settled = hopSamples + windowSamples
    const expected = streamed(rig.channels, half, [1, 0])[0].subarray(changedAt)
    expect(after.subarray(settled)).toEqual(expected.subarray(settled, after.length))
    const former = streamed(rig.channels, product, [1, 0])[0].subarray(changedAt)
    const firstChange = after.findIndex((sample, i) => sample !== former[i])
    expect(firstChange).toBeGreaterThanOrEqual(0)
    expect(firstChange).toBeLessThanOrEqual(hopSamples)

    const whole = Float32Array.from([...before, ...after])
    expect(steepest(whole)).toBeLessThanOrEqual(1.01 * steepest(expected.subarray(settled)))
    for (let from = changedAt - 2000; from < changedAt + 4000; from += 100) {
      const loudest = whole.subarray(from, from + 110).reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)
      expect(loudest).toBeGreaterThan(0.29)
    }
  })
})
