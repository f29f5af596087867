import { expect, test } from 'vitest'
import { productModel } from '@core/separation/factors'
import { tileColumns } from '@core/spectral/spectrogram-tile'
import { stftLayout } from '@core/spectral/stft-layout'
import { readSpectrogram } from '../../../src/renderer/drawing/spectrogram-reading'
import type { ColouredSeparation } from '../../../src/renderer/drawing/spectrogram-scene'
import type { ShareSource, SpectrogramSource } from '../../../src/renderer/drawing/spectrogram-source'
import { tileStoreOf } from '../../../src/renderer/drawing/tile-store'

const sampleRate = 8000
const layout = stftLayout(700 * 64, 256, 64)
const { binCount, columnCount } = layout

/** Tiles whose byte says where it is: the column of the tile at level 0, twice that plus 1 above. */
function bytes(level: number): Uint8Array {
  return Uint8Array.from({ length: tileColumns * binCount }, (_, i) => (1 + level) * (Math.floor(i / binCount) % 64))
}

function createSource(): SpectrogramSource {
  const readTile = (level: number) => Promise.resolve({ columnCount: tileColumns, binCount, decibels: bytes(level) })
  return { key: 'clip', ...layout, sampleRate, readTile }
}

function createShares(): ShareSource {
  const readTile = (level: number) => Promise.resolve({ columnCount: tileColumns, binCount, shares: bytes(level) })
  return { readTile }
}

function separationOf(shares: ShareSource | null, windowSamples = 256): ColouredSeparation {
  const [W, H] = [new Float32Array(2 * binCount).fill(1), new Float32Array(2 * columnCount)]
  H.fill(3, 0, columnCount).fill(1, columnCount)
  const factors = {
    rank: 2,
    binCount,
    columnCount,
    model: shares ? ({ kind: 'medians' } as const) : productModel,
    W,
    H
  }
  return { factors, windowSamples, hopSamples: windowSamples / 4, colours: [null, null], isHeard: [true, true], shares }
}

/** Column n stands for what lies around the end of hop n − 1. */
const secondsOf = (column: number) => ((column + 1) * 64 - 128) / sampleRate

async function load(source: object, level: number, tileIndex: number): Promise<void> {
  tileStoreOf(source as SpectrogramSource).want({}, [{ level, tileIndex }])
  await new Promise((resolve) => setTimeout(resolve))
}

test('the level is that of the finest tile that is there, null before', async () => {
  const source = createSource()
  const at = { source, separation: null, seconds: secondsOf(256 + 20), hertz: 1000 }
  expect(readSpectrogram(at)).toEqual({ seconds: at.seconds, hertz: 1000, decibels: null, componentShares: null })
  await load(source, 1, 0)
  expect(readSpectrogram(at).decibels).toBe((2 * ((276 >> 1) % 64) - 255) / 2)
  await load(source, 0, 1)
  expect(readSpectrogram(at).decibels).toBe((20 - 255) / 2)
})

test('shares of a factorization follow from W and H', () => {
  const at = { source: createSource(), separation: separationOf(null), seconds: secondsOf(20), hertz: 1000 }
  expect(readSpectrogram(at).componentShares).toEqual(Float32Array.of(0.75, 0.25))
})

test('shares by medians are those of a tile, and null until it is there', async () => {
  const shares = createShares()
  const at = { source: createSource(), separation: separationOf(shares), seconds: secondsOf(40), hertz: 1000 }
  expect(readSpectrogram(at).componentShares).toBeNull()
  await load(shares, 0, 0)
  expect(readSpectrogram(at).componentShares).toEqual(Float32Array.of(40 / 255, 215 / 255))
})

test('shares by medians are not told of a spectrogram with another window', async () => {
  const shares = createShares()
  await load(shares, 0, 0)
  const separation = separationOf(shares, 512)
  expect(readSpectrogram({ source: createSource(), separation, seconds: 0.1, hertz: 1000 }).componentShares).toBeNull()
})
