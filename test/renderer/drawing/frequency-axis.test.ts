import { describe, expect, it } from 'vitest'
import {
  frequencyScales,
  fullFrequencyView,
  hertzToPixels,
  noteName,
  panFrequency,
  pixelsToHertz,
  rescaleFrequency,
  zoomFrequency
} from '../../../src/renderer/drawing/frequency-axis'
import { hertzTicks, octaveTicks } from '../../../src/renderer/drawing/frequency-ticks'

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

  it.each(frequencyScales)('finds the frequency of a pixel again on the axis %s, from end to end', (scale) => {
    const shown = fullFrequencyView(44_100, scale)
    for (const pixels of [0, 1, 100, 329, 330])
      expect(hertzToPixels(pixelsToHertz(pixels, shown, 330), shown, 330)).toBeCloseTo(pixels, 9)
    expect(pixelsToHertz(0, shown, 330)).toBeCloseTo(shown.highHertz, 6)
    expect(pixelsToHertz(330, shown, 330)).toBeCloseTo(shown.lowHertz, 6)
  })

  it('gives each kilohertz the same height on a linear axis, and bends at 700 Hz on that of mel', () => {
    const linear = fullFrequencyView(48_000, 'linear')
    expect(hertzToPixels(12_000, linear, 240)).toBeCloseTo(120, 9)
    const mel = fullFrequencyView(48_000, 'mel')
    // 1127 ln(1 + f / 700): 1000 Hz is 1000 mel, 24 kHz 4015 mel
    expect(1 - hertzToPixels(1000, mel, 1)).toBeCloseTo(1000 / 4015, 3)
  })

  it.each(frequencyScales)('zooms on the axis %s around a frequency that stays where it is', (scale) => {
    const before = fullFrequencyView(44_100, scale)
    const after = zoomFrequency(before, 3, 1000, 44_100)
    expect(hertzToPixels(1000, after, 330)).toBeCloseTo(hertzToPixels(1000, before, 330), 6)
    expect(after.highHertz - after.lowHertz).toBeLessThan(before.highHertz - before.lowHertz)
  })

  it.each(frequencyScales)('stays within 0 Hz and half the sample rate on the axis %s, however far', (scale) => {
    let shown = fullFrequencyView(44_100, scale)
    for (let i = 0; i < 40; i++) shown = zoomFrequency(shown, 0.5, 300, 44_100)
    expect(shown.highHertz).toBeCloseTo(22_050, 6)
    expect(shown.lowHertz).toBeCloseTo(scale === 'log' ? 20 : 0, 6)
    for (let i = 0; i < 40; i++) shown = zoomFrequency(shown, 2, 300, 44_100)
    expect(shown.highHertz).toBeGreaterThan(shown.lowHertz)
    for (let i = 0; i < 999; i++) shown = panFrequency(shown, 1, 44_100)
    expect(shown.highHertz).toBeCloseTo(22_050, 6)
  })

  it('keeps the band that is shown when the axis changes', () => {
    const narrow = { lowHertz: 300, highHertz: 3000, scale: 'log' } as const
    const linear = rescaleFrequency(narrow, 'linear', 44_100)
    expect(linear.lowHertz).toBeCloseTo(300, 6)
    expect(linear.highHertz).toBeCloseTo(3000, 6)
    expect(rescaleFrequency({ ...narrow, lowHertz: 0, scale: 'linear' }, 'log', 44_100).lowHertz).toBeCloseTo(20, 6)
  })

  it('labels a linear axis evenly, and a narrow view by round steps', () => {
    const labels = hertzTicks(fullFrequencyView(44_100, 'linear'), 330).map(({ label }) => label)
    expect(labels.slice(0, 2)).toEqual(['20k', '18k'])
    const narrow = hertzTicks({ lowHertz: 400, highHertz: 600, scale: 'log' }, 330)
    expect(narrow.map(({ hertz }) => hertz)).toContain(520)
  })

  it('names every note where there is room', () => {
    const names = octaveTicks({ lowHertz: 430, highHertz: 880, scale: 'log' }, 330).map(({ label }) => label)
    expect(names).toContain('C♯5')
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
