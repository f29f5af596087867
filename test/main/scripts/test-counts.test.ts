import { describe, expect, test } from 'vitest'
import { countTests } from '../../../scripts/test-counts.mjs'

function report(passed: number, failed: number, testResults: unknown[] = []): unknown {
  return { numPassedTests: passed, numFailedTests: failed, testResults }
}

describe('the count of a test run', () => {
  test('is what the report says', () => {
    expect(countTests(report(5, 2), 1)).toEqual({ passed: 5, failed: 2 })
  })

  test('takes a file that could not be loaded for a failure', () => {
    const files = [
      { status: 'failed', assertionResults: [] },
      { status: 'passed', assertionResults: [{ status: 'passed' }] }
    ]
    expect(countTests(report(1, 0, files), 1)).toEqual({ passed: 1, failed: 1 })
  })

  test('counts a failed test once, not again for its file', () => {
    const files = [{ status: 'failed', assertionResults: [{ status: 'failed' }] }]
    expect(countTests(report(0, 1, files), 1)).toEqual({ passed: 0, failed: 1 })
  })

  test('is never without a failure when the run ended badly', () => {
    expect(countTests(report(7, 0), 1)).toEqual({ passed: 7, failed: 1 })
    expect(countTests(null, 137)).toEqual({ passed: 0, failed: 1 })
    expect(countTests(null, null)).toEqual({ passed: 0, failed: 1 })
  })
})
