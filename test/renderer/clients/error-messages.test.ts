import { AppError } from '@core/errors'
import { expect, test } from 'vitest'
import { describeError, toErrorData } from '../../../src/renderer/clients/error-messages'

test('an error is described the same as itself and as data', () => {
  const error = new AppError('unsupported-format', 'no reader', { name: 'a.wma', format: 'WMA' })
  expect(describeError(error)).toEqual(describeError(error.toData()))
  expect(describeError(error).title).toContain('“a.wma”')
})

test('whatever else was thrown is unexpected, and its message is among the details', () => {
  for (const thrown of [
    new TypeError('x is undefined'),
    'x is undefined',
    { code: 'no-such-code', message: 'x is undefined', toString: () => 'x is undefined' }
  ]) {
    expect(toErrorData(thrown)).toMatchObject({ code: 'unexpected' })
    expect(describeError(thrown).details).toContain('x is undefined')
  }
})
