import { describe, expect, it } from 'vitest'
import { stftLayout } from '../../../src/core/spectral/stft-layout'
import type { SpectrogramSource } from '../../../src/renderer/drawing/spectrogram-source'
import { levelForView, parentOf, tileColumnSeconds, tilesInView } from '../../../src/renderer/drawing/spectrogram-tiles'
import { columnCentreSeconds } from '../../../src/renderer/drawing/time-view'

const seconds = 180
const sampleRate = 44_100
const layout = stftLayout(seconds * sampleRate, 4096, 1024)
const source: SpectrogramSource = {
  key: 'clip',
  ...layout,
  sampleRate,
  readTile: () => Promise.reject(new Error('not read here'))
}

describe('spectrogram tiles', () => {
  it('show between one and two columns a pixel, and never less than a column of the STFT', () => {
    for (const span of [1, 9, 30, 180]) {
      const level = levelForView(source, { startSeconds: 0, endSeconds: span }, 884)
      const columnsPerPixel = (span * sampleRate) / 1024 / 884 / 2 ** level
      expect(columnsPerPixel).toBeLessThan(2)
      expect(level === 0 || columnsPerPixel >= 1).toBe(true)
    }
  })

  it('cover the whole view', () => {
    for (const [startSeconds, endSeconds] of [
      [0, 180],
      [5.9, 6],
      [100, 130],
      [179.9, 180]
    ]) {
      const view = { startSeconds, endSeconds }
      const level = levelForView(source, view, 884)
      const tiles = tilesInView(source, view, level)
      const firstEdge = tiles[0].tileIndex === 0 ? -0.5 : 0
      expect(tileColumnSeconds(source, tiles[0], firstEdge)).toBeLessThanOrEqual(startSeconds)
      const last = tiles[tiles.length - 1]
      const end = tileColumnSeconds(source, last, 256)
      const endOfData = columnCentreSeconds(layout.columnCount - 1, source)
      expect(end).toBeGreaterThanOrEqual(Math.min(endSeconds, endOfData))
    }
  })

  it('place a joined column in the middle of those it joins', () => {
    const joined = tileColumnSeconds(source, { level: 2, tileIndex: 1 }, 3)
    const first = (256 + 3) * 4
    const middle = (columnCentreSeconds(first, source) + columnCentreSeconds(first + 3, source)) / 2
    expect(joined).toBeCloseTo(middle, 9)
  })

  it('lie in a parent of twice their length', () => {
    expect(parentOf({ level: 1, tileIndex: 7 })).toEqual({ level: 2, tileIndex: 3 })
  })
})
