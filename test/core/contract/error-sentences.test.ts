import { describeError } from '@core/contract/error-sentences'
import { errorCodes, type ErrorDetails } from '@core/errors'
import { describe, expect, test } from 'vitest'

const detailsToTry: ErrorDetails[] = [
  {},
  { name: 'take.wav' },
  { name: 'take.wav', problem: 'the data ends early.', format: 'WMA', reason: 'ENOSPC', version: 3, supported: 1 },
  { existing: 'a.wav, b.wav', sampleRate: 1_000_000 },
  { temporaryFolder: '/tmp', reason: 'ENOSPC', isOpen: true },
  { bandCount: 500, mostBands: 257 },
  { argument: 'The option --warm', value: '“a.unweave”', problem: 'it is a project of another recording' },
  { problem: 'the passage from 1 s to 2 s is silent: nothing can be learned', startSeconds: 1 }
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

test('a temporary file that finds no room is said with its folder', () => {
  const details = { reason: 'ENOSPC', temporaryFolder: '/var/tmp' }
  const { title, why } = describeError({ code: 'file-unwritable', message: '', details }, 'long.flac')
  expect(title).toBe('“long.flac” cannot be unpacked')
  expect(why).toMatch(/\/var\/tmp.*no room left/)
})

test('a recording that changes while it is open is not taken for one of another project', () => {
  const why = (details: ErrorDetails) => describeError({ code: 'file-changed', message: '', details }).why
  expect(why({ isOpen: true })).toContain('Another program has written into it')
  expect(why({})).toContain('The project was made with other audio')
})

test('what is wrong with the settings is said in the words of the part that refused', () => {
  const problem = 'the passage from 1 s to 1.01 s is too short to learn from'
  const { title, why } = describeError({ code: 'invalid-argument', message: '', details: { problem } })
  expect(title).toBe('This cannot be done with these settings')
  expect(why).toBe('The passage from 1 s to 1.01 s is too short to learn from. Nothing was changed.')
  const negative = describeError({ code: 'negative-value', message: '', details: { problem: 'template 2 holds -1' } })
  expect(negative.why).toContain('template 2 holds -1')
})
