import { productModel, type Factors } from '@core/separation/factors'
import type { SourceShaping } from '@core/separation/weighted-masks'
import { stftLayout } from '@core/spectral/stft-layout'
import { MaskPlayback } from './mask-playback'
import { createPage, PagedSamples } from './paged-samples'
import { SharedGains } from './shared-gains'
import { shareSeparation } from './shared-separation'

const rank = 8
const columns = 60
const blockSamples = 128
/** Each kind of mask has code of its own, and the transform one for even and one for odd powers of two. */
const runs: readonly { readonly kind: Factors['model']['kind']; readonly windowSamples: number }[] = [
  { kind: 'product', windowSamples: 4096 },
  { kind: 'product', windowSamples: 2048 },
  { kind: 'stereo', windowSamples: 1024 },
  { kind: 'convolution', windowSamples: 1024 },
  { kind: 'medians', windowSamples: 1024 }
]

/**
 * Plays made-up separations to nobody. Code that never ran is interpreted, and the first columns behind a mask would take
 * 10 to 20 ms each instead of 0.2 ms: the first mute would be heard as a dropout. Takes about a quarter of a second.
 */
export function warmUp(channelCount: number, sampleRate: number): void {
  for (const { kind, windowSamples } of runs) playThrough(channelCount, sampleRate, kind, windowSamples)
}

function playThrough(
  channelCount: number,
  sampleRate: number,
  kind: Factors['model']['kind'],
  windowSamples: number
): void {
  const hopSamples = windowSamples / 4
  const lengthSamples = columns * hopSamples
  const samples = new PagedSamples(channelCount, lengthSamples)
  samples.setPage(0, createPage(Array.from({ length: channelCount }, () => ramp(lengthSamples))))
  const factors = madeUpFactors(kind, channelCount, stftLayout(lengthSamples, windowSamples, hopSamples))
  const gains = SharedGains.create(ramp(factors.rank))
  const playback = new MaskPlayback(samples, sampleRate)
  playback.setSeparation(shareSeparation({ factors, windowSamples, hopSamples }, gains))
  playback.command({ kind: 'play' })
  const outputs = Array.from({ length: channelCount }, () => new Float32Array(blockSamples))
  for (let frame = 0; frame < lengthSamples; frame += blockSamples) {
    if (frame === lengthSamples / 8) playback.setShaping(madeUpShaping(factors))
    if (frame === lengthSamples / 2) playback.command({ kind: 'seek', sample: windowSamples })
    if (frame === lengthSamples / 4) {
      playback.setBand({ lowHertz: sampleRate / 8, highHertz: sampleRate / 4 })
      playback.setMatching(true)
    }
    playback.render(outputs, blockSamples, frame)
  }
}

/** Two sources, and something painted in some of the columns. */
function madeUpShaping({ rank, binCount, columnCount }: Factors): SourceShaping {
  const columnOffsets = Int32Array.from({ length: columnCount + 1 }, (_, column) => Math.floor(column / 2))
  const runs = Int32Array.from({ length: 4 * columnOffsets[columnCount]! }, (_, i) => [0, binCount, 1, 1][i % 4]!)
  const componentSources = Int32Array.from({ length: rank }, (_, k) => k % 2)
  return { componentSources, sourceCount: 2, hints: { sourceCount: 2, columnOffsets, runs }, exponent: 1 }
}

function madeUpFactors(
  kind: Factors['model']['kind'],
  channelCount: number,
  { binCount, columnCount }: { readonly binCount: number; readonly columnCount: number }
): Factors {
  const factors = {
    rank,
    binCount,
    columnCount,
    model: productModel,
    W: ramp(rank * binCount),
    H: ramp(rank * columnCount)
  }
  switch (kind) {
    case 'product':
      return factors
    case 'stereo':
      return { ...factors, model: { kind, channelGains: ramp(rank * channelCount) } }
    case 'convolution':
      return { ...factors, model: { kind, lagCount: 2 }, W: ramp(2 * rank * binCount) }
    case 'medians':
      return { ...factors, model: { kind }, rank: 2 }
  }
}

/** Values between 0 and 1 that are not all alike. */
function ramp(length: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => (i % 97) / 97)
}
