import { describe, expect, it } from 'vitest'
import { parseHex, rgbToOklab } from '../../../src/core/math/oklab'
import { sourceColour } from '../../../src/core/project/source-colours'
import { binsOfRows, colourColumn } from '../../../src/renderer/drawing/tile-colouring'
import type { SpectrogramLook } from '../../../src/renderer/drawing/spectrogram-scene'

/* Component 0 owns the lower half of the bins, component 1 the upper one. */
const binCount = 9
const factors = {
  rank: 2,
  binCount,
  columnCount: 1,
  model: { kind: 'product' as const },
  W: Float32Array.from({ length: 2 * binCount }, (_, i) => (i < binCount === i % binCount < 4 ? 1 : 0)),
  H: Float32Array.of(1, 1)
}
const tile = { columnCount: 1, binCount, decibels: new Uint8Array(binCount).fill(201) }

function hueAndChroma(isHeard: readonly boolean[], row: number, mode: SpectrogramLook['mode'] = 'sources') {
  const look: SpectrogramLook = {
    mode,
    theme: 'dark',
    decibelRange: { low: -78, high: -12 },
    frequencyView: { lowHertz: 0, highHertz: 8000, scale: 'linear' },
    separation: { factors, windowSamples: 16, hopSamples: 4, colours: ['sky', 'amber'], isHeard, shares: null }
  }
  const colouring = {
    look,
    sampleRate: 16_000,
    activations: Float32Array.of(1, 1),
    activationStride: 1,
    shares: null
  }
  const pixels = new Uint8ClampedArray(4 * 8)
  colourColumn(tile, 0, binsOfRows(8, colouring, binCount), colouring, pixels)
  const hex = `#${[...pixels.subarray(4 * row, 4 * row + 3)].map((v) => v.toString(16).padStart(2, '0')).join('')}`
  const [, a, b] = rgbToOklab(parseHex(hex))
  return { hue: Math.atan2(b, a), chroma: Math.hypot(a, b) }
}

function hueOf(name: 'sky' | 'amber'): number {
  const [, a, b] = sourceColour(name, 'dark').oklab
  return Math.atan2(b, a)
}

describe('colouring on the processor', () => {
  it('gives a bin that one source owns the hue of that source', () => {
    expect(hueAndChroma([true, true], 7).hue).toBeCloseTo(hueOf('sky'), 1)
    expect(hueAndChroma([true, true], 0).hue).toBeCloseTo(hueOf('amber'), 1)
    expect(hueAndChroma([true, true], 0).chroma).toBeGreaterThan(0.05)
  })

  it('makes what is not heard grey and leaves the rest', () => {
    expect(hueAndChroma([false, true], 7).chroma).toBeLessThan(0.01)
    expect(hueAndChroma([false, true], 0).chroma).toBeGreaterThan(0.05)
  })

  it('is grey in the mode that shows the level alone', () => {
    expect(hueAndChroma([true, true], 7, 'level').chroma).toBeLessThan(0.005)
  })
})
