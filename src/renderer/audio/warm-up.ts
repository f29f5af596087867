import { stftLayout } from '@core/spectral/stft-layout'
import { MaskPlayback } from './mask-playback'
import { createPage, PagedSamples } from './paged-samples'
import { SharedGains } from './shared-gains'
import { shareSeparation } from './shared-separation'

const rank = 8
const columns = 60
const blockSamples = 128
/** an even and an odd power of two: the transform has a way of its own for each */
const windowSizes = [4096, 2048]

/**
 * Plays a made-up separation to nobody. Code that never ran is interpreted, and the first columns behind a mask would take
 * 10 to 20 ms each instead of 0.2 ms: the first mute would be heard as a dropout. Takes about a quarter of a second.
 */
export function warmUp(channelCount: number, sampleRate: number): void {
  for (const windowSamples of windowSizes) playThrough(channelCount, sampleRate, windowSamples)
}

function playThrough(channelCount: number, sampleRate: number, windowSamples: number): void {
  const hopSamples = windowSamples / 4
  const lengthSamples = columns * hopSamples
  const samples = new PagedSamples(channelCount, lengthSamples)
  samples.setPage(0, createPage(Array.from({ length: channelCount }, () => ramp(lengthSamples))))
  const { binCount, columnCount } = stftLayout(lengthSamples, windowSamples, hopSamples)
  const factors = { rank, binCount, columnCount, W: ramp(rank * binCount), H: ramp(rank * columnCount) }
  const gains = SharedGains.create(ramp(rank))
  const playback = new MaskPlayback(samples, sampleRate)
  playback.setSeparation(shareSeparation({ factors, windowSamples, hopSamples }, gains))
  playback.command({ kind: 'play' })
  const outputs = Array.from({ length: channelCount }, () => new Float32Array(blockSamples))
  for (let frame = 0; frame < lengthSamples; frame += blockSamples) {
    if (frame === lengthSamples / 2) playback.command({ kind: 'seek', sample: windowSamples })
    playback.render(outputs, blockSamples, frame)
  }
}

/** Values between 0 and 1 that are not all alike. */
function ramp(length: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => (i % 97) / 97)
}
