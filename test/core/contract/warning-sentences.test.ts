import { clipWarningKinds } from '@core/audio/audio-clip'
import { describeWarning } from '@core/contract/warning-sentences'
import { describe, expect, test } from 'vitest'

describe.each(clipWarningKinds)('the warning %s', (kind) => {
  test.each([
    {},
    { declaredSamples: 11_113_200, decodedSamples: 4_321_800, replacedSamples: 3, peak: 1.5, bytes: 12_000 },
    { declaredSamples: null, decodedSamples: 1, replacedSamples: 1, bytes: 1, lostPages: 1 },
    { declaredSamples: 10, decodedSamples: 10, lostBytes: 0, lostPages: 0 }
  ])('is whole sentences with %j', (details) => {
    for (const sampleRate of [44_100, undefined]) {
      const text = describeWarning({ kind, details }, 'take.wav', sampleRate)
      expect(text).toMatch(/^“take\.wav”.*\.$/)
      expect(text).not.toMatch(/undefined|null|NaN|!|\.\.|\b0 (pages|bytes)/)
    }
  })
})

test('a file that is cut short says how much there is', () => {
  const details = { declaredSamples: 252 * 44_100, decodedSamples: 98 * 44_100 }
  const warning = { kind: 'truncated', details } as const
  expect(describeWarning(warning, 'a.wav', 44_100)).toMatch(/4:12\.0.*1:38\.0/)
  expect(describeWarning(warning, 'a.wav')).toContain('4\u202f321\u202f800 samples')
})

test('an extent never shows sixty seconds', () => {
  const details = { declaredSamples: 2 * 3_600_000, decodedSamples: 59_999 }
  expect(describeWarning({ kind: 'truncated', details }, 'a.wav', 1000)).toContain('only 1:00.0')
})
