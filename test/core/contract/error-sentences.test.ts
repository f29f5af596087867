import { clipWarningKinds } from '@core/audio/audio-clip'
import { describeError, describeWarning } from '@core/contract/error-sentences'
import { errorCodes, type ErrorDetails } from '@core/errors'
import { describe, expect, test } from 'vitest'

const detailsToTry: ErrorDetails[] = [
  {},
  { name: 'take.wav' },
  { name: 'take.wav', problem: 'the data ends early.', format: 'WMA', reason: 'ENOSPC', version: 3, supported: 1 },
  { existing: 'a.wav, b.wav', sampleRate: 1_000_000 }
]

describe.each(errorCodes)('%s', (code) => {
  test.each(detailsToTry)('has whole sentences with %j', (details) => {
    const { title, why, next } = describeError({ code, message: 'for developers', details })
    for (const text of [title, why, next]) {
      expect(text).toMatch(/^[A-Z“]/)
      expect(text).not.toMatch(/undefined|null|\[object|NaN|!|\.\.| {2}|for developers/)
    }
    expect(title).not.toMatch(/\.$/)
    expect(why).toMatch(/\.$/)
    expect(next).toMatch(/\.$/)
  })
})

test('the title names the file in quotation marks, the one acted on before the one of the details', () => {
  const error = { code: 'not-audio', message: '', details: { name: 'inner.wav' } } as const
  expect(describeError(error).title).toContain('“inner.wav”')
  expect(describeError(error, 'outer.wav').title).toContain('“outer.wav”')
})

test('the details hold code, values and the message for developers', () => {
  const { details } = describeError(
    { code: 'newer-project', message: 'too new', details: { version: 9, supported: 1 } },
    'a.unweave'
  )
  expect(details.split('\n')).toEqual([
    'file: a.unweave',
    'code: newer-project',
    'version: 9',
    'supported: 1',
    'too new'
  ])
})

test('offending values are said', () => {
  const why = (code: 'newer-project' | 'unsupported-format', details: ErrorDetails) =>
    describeError({ code, message: '', details }).why
  expect(why('newer-project', { version: 9, supported: 1 })).toMatch(/9.*1/)
  expect(why('unsupported-format', { format: 'Apple Lossless' })).toContain('Apple Lossless')
})

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
