import { productModel } from '@core/separation/factors'
import { createRandom } from '@core/math/random'
import type { Factors } from '@core/separation/factors'
import { stftLayout } from '@core/spectral/stft-layout'
import type { AudioClip } from '@core/audio/audio-clip'

export function noiseClip(channelCount: number, lengthSamples: number, seed: number): AudioClip {
  const random = createRandom(seed)
  const channels = Array.from({ length: channelCount }, () =>
    Float32Array.from({ length: lengthSamples }, () => 2 * random() - 1)
  )
  return { sampleRate: 44_100, lengthSamples, channels }
}

/** Random factors of a clip's shape; every fifth bin and third column is silent. */
export function randomFactors(lengthSamples: number, windowSamples: number, rank: number, seed: number): Factors {
  const layout = stftLayout(lengthSamples, windowSamples, windowSamples / 4)
  const { binCount, columnCount } = layout
  const random = createRandom(seed)
  const W = Float32Array.from({ length: rank * binCount }, (_, i) => ((i % binCount) % 5 === 0 ? 0 : random()))
  const H = Float32Array.from({ length: rank * columnCount }, (_, i) =>
    (i % columnCount) % 3 === 0 ? 0 : random() ** 4
  )
  return { rank, binCount, columnCount, model: productModel, W, H }
}

/** The same with a gain of each component in each of two channels; every seventh is 0. */
export function stereoFactors(lengthSamples: number, windowSamples: number, rank: number, seed: number): Factors {
  const random = createRandom(seed + 1)
  const left = Array.from({ length: rank }, (_, k) => (k % 7 === 6 ? 0 : 2 * random()))
  const channelGains = Float32Array.from([...left, ...left.map((gain) => 2 - gain)])
  return { ...randomFactors(lengthSamples, windowSamples, rank, seed), model: { kind: 'stereo', channelGains } }
}

/** The same with templates of three columns. */
export function convolutionFactors(lengthSamples: number, windowSamples: number, rank: number, seed: number): Factors {
  const { W } = randomFactors(lengthSamples, windowSamples, 3 * rank, seed + 1)
  return { ...randomFactors(lengthSamples, windowSamples, rank, seed), model: { kind: 'convolution', lagCount: 3 }, W }
}

/** Two components whose masks are medians of the recording; W and H are of no account. */
export function medianFactors(lengthSamples: number, windowSamples: number): Factors {
  return { ...randomFactors(lengthSamples, windowSamples, 2, 1), model: { kind: 'medians' } }
}
