import { productModel } from '@core/separation/factors'
import { describe, expect, it, test } from 'vitest'
import { applyGains, placeGain } from '../../../src/core/audio/timed-gain'
import { clipSource } from '../../../src/core/audio/sample-source'
import { MaskStream } from '../../../src/core/separation/mask-stream'
import type { Factors } from '../../../src/core/separation/factors'
import { Fft } from '../../../src/core/spectral/fft'
import { stftLayout } from '../../../src/core/spectral/stft-layout'

const sampleRate = 44_100
const windowSamples = 4096
const hopSamples = 1024
const lengthSamples = 65_536
const at = 32_768 + 300

/** 440 Hz alone, in a component of its own. */
const tone = Float32Array.from(
  { length: lengthSamples },
  (_, i) => 0.5 * Math.sin((2 * Math.PI * 440 * i) / sampleRate)
)

/** Component 0 owns everything below 2 kHz, component 1 the rest. */
function splitAt2000Hertz(): Factors {
  const { binCount, columnCount } = stftLayout(lengthSamples, windowSamples, hopSamples)
  const edge = Math.round((2000 / sampleRate) * windowSamples)
  const W = Float32Array.from({ length: 2 * binCount }, (_, i) => (i < binCount === i % binCount < edge ? 1 : 0))
  return { rank: 2, binCount, columnCount, model: productModel, W, H: new Float32Array(2 * columnCount).fill(1) }
}

function toggled(before: number[], after: number[]): Float32Array {
  const source = clipSource({ sampleRate, lengthSamples, channels: [tone] })
  const stream = new MaskStream({ source, factors: splitAt2000Hertz(), windowSamples, hopSamples, sampleRate })
  const output = new Float32Array(lengthSamples)
  stream.setGains(Float32Array.from(before))
  stream.read([output.subarray(0, at)], at)
  stream.setGains(Float32Array.from(after))
  stream.read([output.subarray(at)], lengthSamples - at)
  return output
}

/** Energy above 10 kHz relative to all of the tone's, in dB, over a quarter of a second around the change. */
function highDecibels(samples: Float32Array): number {
  const size = 16_384
  const start = at - 4096
  // Blackman–Harris: its side lobes lie below −92 dB, and far from the tone much lower.
  const window = (t: number) => {
    const x = (2 * Math.PI * t) / size
    return 0.35875 - 0.48829 * Math.cos(x) + 0.14128 * Math.cos(2 * x) - 0.01168 * Math.cos(3 * x)
  }
  const energy = (signal: Float32Array, fromHertz: number) => {
    const spectrum = new Float64Array(2 * size)
    const windowed = new Float64Array(2 * size)
    for (let t = 0; t < size; t++) windowed[2 * t] = window(t) * signal[start + t]
    new Fft(size).forward(windowed, spectrum)
    let sum = 0
    for (let bin = Math.ceil((fromHertz / sampleRate) * size); bin <= size / 2; bin++) {
      sum += spectrum[2 * bin] ** 2 + spectrum[2 * bin + 1] ** 2
    }
    return sum
  }
  return 10 * Math.log10(energy(samples, 10_000) / energy(tone, 0))
}

const region = { startSample: at, endSample: lengthSamples - 8192, shape: 'constant', gain: 0 } as const

/** The tone with a region that begins at `at`, of its component or of the whole mix. */
function regioned(target: 'component' | 'mix', gain: number): Float32Array {
  const placed = placeGain({ ...region, gain, componentIndices: [0] }, { cuts: [], lengthSamples, sampleRate })
  const output = target === 'mix' ? tone.slice() : new Float32Array(lengthSamples)
  if (target === 'mix') applyGains([output], lengthSamples, 0, [placed])
  else {
    const source = clipSource({ sampleRate, lengthSamples, channels: [tone] })
    const stream = new MaskStream({ source, factors: splitAt2000Hertz(), windowSamples, hopSamples, sampleRate })
    stream.setTimedGains([placed], 'scale')
    stream.read([output], lengthSamples)
  }
  return output
}

describe('a region', () => {
  test.each([0, 0.3, 2])('of a component does not click at its edges: gain %f of a 440 Hz tone', (gain) => {
    expect(highDecibels(regioned('component', gain))).toBeLessThan(-100)
  })

  test.each([0, 0.3, 2])('of the mix does not click at its edges: gain %f of a 440 Hz tone', (gain) => {
    expect(highDecibels(regioned('mix', gain))).toBeLessThan(-100)
  })
})

describe('a toggle while playing', () => {
  it.each([
    ['mute', [1, 1], [0, 1]],
    ['unmute', [0, 1], [1, 1]],
    ['change of gain', [1, 1], [0.3, 1]],
    ['solo of the other', [1, 0.5], [0, 0.5]]
  ])('does not click: a %s of a 440 Hz tone leaves nothing above 10 kHz', (_, before, after) => {
    expect(highDecibels(toggled(before, after))).toBeLessThan(-100)
  })

  it('would be told from a cut', () => {
    const cut = tone.map((sample, i) => (i < at ? sample : 0))
    expect(highDecibels(cut)).toBeGreaterThan(-80)
  })
})
