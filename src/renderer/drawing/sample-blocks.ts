import type { TileSource } from './spectrogram-source'
import { tileStoreOf } from './tile-store'

export const blockSamples = 16_384
/** Longer stretches are drawn from the peaks: at the usual width these have a peak for each pixel. */
const mostSamples = 262_144

/** A block of the recording's samples, one array per channel. */
export interface SampleBlock {
  /** as a store counts what it keeps: bytes are the product of both */
  readonly columnCount: number
  readonly binCount: number
  readonly channels: readonly Float32Array[]
}

/** Samples of blocks of 16 384, block by block; always of level 0. */
export type SampleSource = TileSource<SampleBlock>

export interface SampleRange {
  /** the first one, counted from the recording's beginning */
  readonly from: number
  readonly channels: readonly Float32Array[]
}

/** Asks for the samples of a stretch; null while they are on their way, and where the stretch is too long to be worth it. */
export function samplesOf(
  source: SampleSource,
  owner: object,
  stretch: { readonly from: number; readonly to: number; readonly lengthSamples: number }
): SampleRange | null {
  const store = tileStoreOf(source)
  const first = Math.max(0, Math.floor(stretch.from / blockSamples))
  const last = Math.floor((Math.min(stretch.to, stretch.lengthSamples) - 1) / blockSamples)
  const isWorthIt = last >= first && stretch.to - stretch.from <= mostSamples
  const addresses = isWorthIt
    ? Array.from({ length: last - first + 1 }, (_, i) => ({ level: 0, tileIndex: first + i }))
    : []
  store.want(owner, addresses)
  const blocks = addresses.map((address) => store.get(address))
  const whole = blocks.filter((block) => block !== null)
  if (whole.length === 0 || whole.length < addresses.length) return null
  const channels = whole[0]!.channels.map((_, channel) => joined(whole.map((block) => block.channels[channel]!)))
  return { from: first * blockSamples, channels }
}

function joined(parts: readonly Float32Array[]): Float32Array {
  if (parts.length === 1) return parts[0]!
  const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0))
  parts.reduce((offset, part) => {
    all.set(part, offset)
    return offset + part.length
  }, 0)
  return all
}
