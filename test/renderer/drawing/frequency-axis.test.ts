import { describe, expect, it } from 'vitest'
import {
  fullFrequencyView,
  hertzTicks,
  hertzToPixels,
  noteName,
  octaveTicks,
  pixelsToHertz
} from '../../../src/renderer/drawing/frequency-axis'

const view = fullFrequencyView(44_100)

describe('frequency axis', () => {
  it('runs from 18 kHz at the top to 40 Hz at the bottom', () => {
    expect(hertzToPixels(18_000, view, 330)).toBeCloseTo(0, 9)
    expect(hertzToPixels(40, view, 330)).toBeCloseTo(330, 9)
  })

  it('gives each octave the same height, 37 pixels in a lane of 330', () => {
    const heights = [100, 1000, 8000].map(
      (hertz) => hertzToPixels(hertz, view, 330) - hertzToPixels(2 * hertz, view, 330)
    )
    for (const height of heights) expect(height).toBeCloseTo(37.4, 1)
  })

  it('finds the frequency of a pixel again', () => {
    expect(hertzToPixels(pixelsToHertz(123, view, 330), view, 330)).toBeCloseTo(123, 9)
  })

  it('ends at half the sample rate where that is lower', () => {
    expect(fullFrequencyView(8000).highHertz).toBe(4000)
  })

  it('names notes with the cents they are off', () => {
    expect(noteName(440)).toEqual({ name: 'A4', cents: 0 })
    expect(noteName(366.1)).toEqual({ name: 'F♯4', cents: -18 })
    expect(noteName(61.735)).toEqual({ name: 'B1', cents: 0 })
    expect(noteName(65.406)).toEqual({ name: 'C2', cents: 0 })
  })

  it('labels the full axis as designed', () => {
    expect(hertzTicks(view, 330).map(({ label }) => label)).toEqual([
      '10k',
      '5k',
      '2k',
      '1k',
      '500',
      '200',
      '100',
      '50'
    ])
    expect(octaveTicks(view, 330).map(({ label }) => label)).toEqual(['C8', 'C7', 'C6', 'C5', 'C4', 'C3', 'C2'])
  })

  it('thins octaves to every second one in a low lane', () => {
    expect(octaveTicks(view, 180, 34).map(({ label }) => label)).toEqual(['C8', 'C6', 'C4', 'C2'])
  })
})
