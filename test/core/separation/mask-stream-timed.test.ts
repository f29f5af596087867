import { clipSource } from '@core/audio/sample-source'
import { placeGain } from '@core/audio/timed-gain'
import type { GainAction } from '@core/separation/component-gain'
import { MaskStream } from '@core/separation/mask-stream'
import { expect, test } from 'vitest'
import { hopSamples, noise, sampleRate, splitFactors, windowSamples } from '../../renderer/audio/playback-fixture'

const lengthSamples = 40_000
const channels = noise(lengthSamples)
const [startSample, endSample] = [12_345, 23_456]

interface Timed {
  readonly gain?: number
  readonly componentIndices?: readonly number[]
  readonly action?: GainAction
  readonly cuts?: { startSample: number; endSample: number }[]
}

function streamed(gains: number[], timed: Timed | null, range = { startSample, endSample }): Float32Array[] {
  const source = clipSource({ sampleRate, lengthSamples, channels })
  const factors = splitFactors(lengthSamples)
  const stream = new MaskStream({ source, factors, windowSamples, hopSamples, sampleRate })
  stream.setGains(Float32Array.from(gains))
  if (timed !== null) {
    const { gain = 0, componentIndices = [0], action = 'scale', cuts = [] } = timed
    const change = { ...range, shape: 'constant' as const, gain, componentIndices }
    stream.setTimedGains([placeGain(change, { cuts, lengthSamples, sampleRate })], action)
  }
  const outputs = channels.map(() => new Float32Array(lengthSamples))
  stream.read(outputs, lengthSamples)
  return outputs
}

test('a region sounds within as gains set for good do, and touches nothing a window away from it', () => {
  const timed = streamed([1, 1], { gain: 0.5 })
  const settled = windowSamples / 2 + hopSamples + Math.ceil(0.005 * sampleRate)
  const halved = streamed([0.5, 1], null)
  const inner = [startSample + settled, endSample - settled] as const
  expect(timed[0].subarray(...inner)).toEqual(halved[0].subarray(...inner))
  expect(timed[1].subarray(0, startSample - windowSamples)).toEqual(
    channels[1].subarray(0, startSample - windowSamples)
  )
  const after = endSample + windowSamples
  expect(timed[1].subarray(after)).toEqual(channels[1].subarray(after))
})

test('what a region takes from some comes to the rest where it fills: both add up to the recording', () => {
  const on = streamed([1, 0], { componentIndices: [0, 1] })
  const off = streamed([0, 1], { componentIndices: [0, 1], action: 'fill' })
  for (const [channel, samples] of channels.entries()) {
    const sum = on[channel].map((sample, i) => sample + off[channel][i])
    expect(Math.max(...sum.map((sample, i) => Math.abs(sample - samples[i])))).toBeLessThan(1e-6)
  }
})

test('a region from the beginning of the recording is there from its first sample on', () => {
  const timed = streamed([1, 0], {}, { startSample: 0, endSample })
  expect(timed[0].subarray(0, endSample - windowSamples).every((sample) => sample === 0)).toBe(true)
})

test('a region behind a long cut does not let through what lies in the cut', () => {
  const cuts = [{ startSample: startSample - 8 * windowSamples, endSample: startSample }]
  const timed = streamed([1, 0], { cuts })
  expect(timed[0].subarray(startSample, endSample - windowSamples).every((sample) => sample === 0)).toBe(true)
})
