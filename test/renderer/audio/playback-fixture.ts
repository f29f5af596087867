import { productModel } from '@core/separation/factors'
import { createRandom } from '@core/math/random'
import { clipSource } from '@core/audio/sample-source'
import { MaskStream } from '@core/separation/mask-stream'
import type { Factors } from '@core/separation/factors'
import { stftLayout } from '@core/spectral/stft-layout'
import { MaskPlayback } from '../../../src/renderer/audio/mask-playback'
import { createPage, PagedSamples, pageCountOf, pageSamples } from '../../../src/renderer/audio/paged-samples'
import { SharedGains } from '../../../src/renderer/audio/shared-gains'
import { shareSeparation } from '../../../src/renderer/audio/shared-separation'
import type { SharedSeparation } from '../../../src/renderer/audio/worklet-protocol'

export const sampleRate = 44_100
export const windowSamples = 1024
export const hopSamples = 256
export const blockSamples = 128

/** Two sines, 440 Hz and 2 kHz, a little different in both channels. */
export function tones(lengthSamples: number): Float32Array[] {
  return [0, 0.5].map((phase) =>
    Float32Array.from(
      { length: lengthSamples },
      (_, i) =>
        0.3 * Math.sin((2 * Math.PI * 440 * i) / sampleRate + phase) +
        0.3 * Math.sin((2 * Math.PI * 2000 * i) / sampleRate + phase)
    )
  )
}

export function noise(lengthSamples: number, seed = 1): Float32Array[] {
  const random = createRandom(seed)
  return [0, 1].map(() => Float32Array.from({ length: lengthSamples }, () => random() - 0.5))
}

/** Two components that share the spectrum out at 1 kHz: one tone each. */
export function splitFactors(lengthSamples: number): Factors {
  const { binCount, columnCount } = stftLayout(lengthSamples, windowSamples, hopSamples)
  const edge = Math.round((1000 / sampleRate) * windowSamples)
  const W = Float32Array.from({ length: 2 * binCount }, (_, i) => (i < binCount === i % binCount < edge ? 1 : 0))
  return { rank: 2, binCount, columnCount, model: productModel, W, H: new Float32Array(2 * columnCount).fill(1) }
}

export function shareFactors(factors: Factors, gains: SharedGains): SharedSeparation {
  return shareSeparation({ factors, windowSamples, hopSamples }, gains)
}

/** What the stream that export uses gives for the whole clip. */
export function streamed(channels: Float32Array[], factors: Factors, gains: number[], start = 0): Float32Array[] {
  const lengthSamples = channels[0].length
  const source = clipSource({ sampleRate, lengthSamples, channels })
  const stream = new MaskStream({ source, factors, windowSamples, hopSamples, sampleRate })
  stream.setGains(Float32Array.from(gains))
  stream.seek(start)
  const outputs = channels.map(() => new Float32Array(lengthSamples - start))
  stream.read(outputs, lengthSamples - start)
  return outputs
}

/** A playback with its clip, and its output as it grows block by block. */
export class Rig {
  readonly samples: PagedSamples
  readonly playback: MaskPlayback
  frame = 0

  constructor(
    readonly channels: Float32Array[],
    isLoaded = true
  ) {
    this.samples = new PagedSamples(channels.length, channels[0].length)
    if (isLoaded) for (let page = 0; page < pageCountOf(channels[0].length); page++) this.loadPage(page)
    this.playback = new MaskPlayback(this.samples, sampleRate)
  }

  loadPage(page: number): void {
    const start = page * pageSamples
    this.samples.setPage(page, createPage(this.channels.map((channel) => channel.subarray(start, start + pageSamples))))
  }

  separate(factors: Factors, gains: number[]): SharedGains {
    const shared = SharedGains.create(Float32Array.from(gains))
    this.playback.setSeparation(shareFactors(factors, shared))
    return shared
  }

  /** The next blocks, at least `count` samples. */
  render(count: number): Float32Array[] {
    const blocks = Math.ceil(count / blockSamples)
    const outputs = this.channels.map(() => new Float32Array(blocks * blockSamples))
    for (let block = 0; block < blocks; block++) {
      const from = block * blockSamples
      const views = outputs.map((output) => output.subarray(from, from + blockSamples))
      this.playback.render(views, blockSamples, this.frame)
      this.frame += blockSamples
    }
    return outputs
  }
}

/** The largest step between neighbouring samples. */
export function steepest(samples: Float32Array): number {
  let step = 0
  for (let i = 1; i < samples.length; i++) step = Math.max(step, Math.abs(samples[i] - samples[i - 1]))
  return step
}
