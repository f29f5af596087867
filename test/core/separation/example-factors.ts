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
  return { rank, binCount, columnCount, W, H }
}
