import { describe, expect, it } from 'vitest'
import { describeComponent, descriptionText } from '@core/grouping/component-description'
import { hertzRangeText, hertzText } from '@core/grouping/hertz-text'
import { strongestColumns } from '@core/grouping/strongest-columns'
import { createRandom } from '@core/math/random'

const layout = { sampleRate: 44_100, windowSamples: 4096, hopSamples: 1024 }
const binHertz = layout.sampleRate / layout.windowSamples

/** Noise between two frequencies. */
function band(fromHertz: number, toHertz: number): Float32Array {
  const random = createRandom(3)
  return Float32Array.from({ length: 2049 }, (_, f) =>
    f * binHertz >= fromHertz && f * binHertz < toHertz ? 0.5 + random() : 1e-4
  )
}

/** A peak three bins wide. */
function tone(hertz: number): Float32Array {
  const place = Math.round(hertz / binHertz)
  return Float32Array.from({ length: 2049 }, (_, f) => [1, 0.5, 0.02][Math.abs(f - place)] ?? 1e-5)
}

/** Columns of 23 ms: falls to 1/e in two, anew every half second. */
const struck = Float32Array.from({ length: 430 }, (_, n) => Math.exp(-(n % 22) / 2))
/** On for 2 s, off for 2 s. */
const held = Float32Array.from({ length: 430 }, (_, n) => (n % 172 < 86 ? 1 : 0.1))

describe('describeComponent', () => {
  it.each([
    ['a low thump', tone(65), struck, 'kick-like, 65 Hz'],
    ['the same when it is held', tone(65), held, 'C2, 65 Hz'],
    ['short high noise', band(7000, 11_000), struck, 'hat-like, 7.4–11 kHz'],
    ['the same when it is held', band(7000, 11_000), held, 'noise, 7.4–11 kHz'],
    ['short noise around the middle', band(300, 5000), struck, 'snare-like, 0.7–4.5 kHz'],
    ['a plucked string', tone(440), struck, 'A4, 441 Hz'],
    ['silence', new Float32Array(2049), struck, 'silent']
  ])('names %s', (_, template, activation, text) => {
    expect(descriptionText(describeComponent({ template, activation }, layout))).toBe(text)
  })

  it('takes what never changes for held', () => {
    expect(describeComponent({ template: tone(65), activation: new Float32Array(9).fill(1) }, layout).name).toBe('C2')
  })
})

it('finds the columns that are strongest together', () => {
  expect(strongestColumns([0, 1, 0, 0, 2, 2, 0], 2)).toBe(4)
  expect(strongestColumns([0, 3, 0, 0, 2, 2, 0], 2)).toBe(0)
  expect(strongestColumns([1, 2], 5)).toBe(0)
  expect(strongestColumns([], 3)).toBe(0)
})

it('writes frequencies and ranges as people do', () => {
  expect(hertzText(86.4)).toBe('86 Hz')
  expect(hertzText(2345)).toBe('2.3 kHz')
  expect(hertzRangeText(86, 240)).toBe('86–240 Hz')
  expect(hertzRangeText(7200, 11_400)).toBe('7.2–11 kHz')
  expect(hertzRangeText(820, 2100)).toBe('0.8–2.1 kHz')
})
