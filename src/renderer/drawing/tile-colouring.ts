import { interpolateMagma } from 'd3-scale-chromatic'
import { oklabToRgb, parseHex } from '@core/math/oklab'
import { sourceColour } from '@core/project/source-colours'
import { lagCountOf } from '@core/separation/factors'
import type { ShareTile } from '@core/separation/share-tile'
import { byteToDecibels, type SpectrogramTile } from '@core/spectral/spectrogram-tile'
import { axisToHertz, hertzToAxis } from './frequency-axis'
import type { SpectrogramLook } from './spectrogram-scene'

/** What colours a tile besides its levels. */
export interface TileColouring {
  readonly look: SpectrogramLook
  readonly sampleRate: number
  /** see activationsUnderTile; null where no factors colour it */
  readonly activations: Float32Array | null
  readonly activationStride: number
  /** component 0's share of each bin, of a separation that has them */
  readonly shares: ShareTile | null
}

/** The bins that a row of the image stands for: those between `from` and `to`, coloured by the owner of the strongest. */
interface RowBins {
  readonly from: number
  readonly to: number
}

type Mixed = [lightness: number, a: number, b: number, off: number]

/**
 * Colours one column of a tile as the shaders do, for where there is no WebGL 2: a row shows the strongest of its bins, and
 * without interpolation between them. Writes the RGBA of the column's rows, the highest first.
 */
export function colourColumn(
  tile: SpectrogramTile,
  column: number,
  rows: readonly RowBins[],
  colouring: TileColouring,
  pixels: Uint8ClampedArray
): void {
  const { look } = colouring
  const { low, high } = look.decibelRange
  const factors = look.mode === 'sources' ? (look.separation?.factors ?? null) : null
  const offset = column * tile.binCount
  for (const [row, { from, to }] of rows.entries()) {
    let strongest = from
    for (let bin = from + 1; bin < to; bin++)
      if (tile.decibels[offset + bin]! > tile.decibels[offset + strongest]!) strongest = bin
    const decibels = byteToDecibels(tile.decibels[offset + strongest]!)
    const t = Math.min(1, Math.max(0, (decibels - low) / (high - low)))
    const mixed = factors && ownersAt(strongest, column, tile.binCount, colouring)
    const rgb = look.mode === 'magma' ? magma(t) : tint(t, mixed ?? plain(look), look.theme === 'light')
    for (let i = 0; i < 3; i++) pixels[4 * row + i] = Math.round(255 * rgb[i]!)
    pixels[4 * row + 3] = 255
  }
}

/** The bins of each row of an image, the highest row first. */
export function binsOfRows(
  height: number,
  { look, sampleRate }: Pick<TileColouring, 'look' | 'sampleRate'>,
  binCount: number
): RowBins[] {
  const { lowHertz, highHertz, scale } = look.frequencyView
  const [low, high] = [hertzToAxis(lowHertz, scale), hertzToAxis(highHertz, scale)]
  const binAt = (row: number) => {
    const hertz = axisToHertz(high - (row / height) * (high - low), scale)
    return Math.min(binCount - 1, Math.max(0, (hertz / (sampleRate / 2)) * (binCount - 1)))
  }
  return Array.from({ length: height }, (_, row) => {
    const from = Math.floor(binAt(row + 1) + 0.5)
    return { from, to: Math.max(from + 1, Math.floor(binAt(row) + 0.5)) }
  })
}

function plain({ theme }: SpectrogramLook): Mixed {
  return [theme === 'light' ? 0.53 : 0.74, 0, 0, 0]
}

/** OKLab of the owners, weighted with their masks, and the share of those that are not heard. */
function ownersAt(bin: number, column: number, binCount: number, colouring: TileColouring): Mixed {
  const separation = colouring.look.separation!
  const { factors, isHeard, colours } = separation
  const { theme } = colouring.look
  const sum: Mixed = [0, 0, 0, 0]
  let total = 0
  const add = (k: number, share: number) => {
    const lab = sourceColour(colours[k] ?? null, theme).oklab
    for (let i = 0; i < 3; i++) sum[i]! += share * lab[i]!
    if (!isHeard[k]) sum[3] += share
    total += share
  }
  if (factors.model.kind === 'medians') {
    if (colouring.shares === null) return [...sourceColour(null, theme).oklab, 0]
    const share = colouring.shares.shares[column * binCount + bin]! / 255
    add(0, share)
    add(1, 1 - share)
  } else if (colouring.activations !== null) {
    const lags = lagCountOf(factors)
    const templateBin = Math.round((bin * (factors.binCount - 1)) / (binCount - 1))
    for (let row = 0; row < factors.rank * lags; row++) {
      const height = colouring.activations[row * colouring.activationStride + column]!
      if (height > 0) add(Math.floor(row / lags), height * factors.W[row * factors.binCount + templateBin]!)
    }
  }
  if (total <= 1e-30) return [...sourceColour(null, theme).oklab, 0]
  return [sum[0] / total, sum[1] / total, sum[2] / total, sum[3] / total]
}

/** See tintDark and tintLight in spectrogram-shaders. */
function tint(t: number, [l, a, b, off]: Mixed, isLight: boolean): readonly number[] {
  const rise = t ** (isLight ? 1.12 : 1.18)
  const top = Math.min(1, Math.max(0, isLight ? (t - 0.72) / 0.28 : (t - 0.8) / 0.2))
  const lightness = isLight
    ? 0.992 - 0.47 * rise - 0.16 * top + 0.75 * (l - 0.53) * rise
    : 0.165 + 0.69 * rise + 0.1 * top + 0.55 * (l - 0.74) * rise
  const chroma = isLight ? 1.08 * Math.min(1, t / 0.55) ** 0.9 : 0.96 * Math.min(1, t / 0.34) ** 0.85 * (1 - 0.45 * top)
  const grey = isLight ? 0.992 - 0.2 * t : 0.165 + 0.3 * t
  const shown = chroma * (1 - 0.97 * off)
  return oklabToRgb([lightness * (1 - off) + grey * off, a * shown, b * shown])
}

const magmaSteps: (readonly number[])[] = []

function magma(t: number): readonly number[] {
  const step = Math.round(255 * t)
  return (magmaSteps[step] ??= parseHex(interpolateMagma(step / 255)))
}
