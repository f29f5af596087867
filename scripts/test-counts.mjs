/**
 * Passed and failed tests in a report of vitest's json reporter. A test file that failed without any failed test in it
 * (it could not be loaded, a hook threw) counts as one failure, and so does a run that ended badly with no other trace.
 */
export function countTests(report, exitCode) {
  const files = report?.testResults ?? []
  const brokenFiles = files.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed')
  )
  const passed = report?.numPassedTests ?? 0
  const failed = (report?.numFailedTests ?? 0) + brokenFiles.length
  return { passed, failed: failed === 0 && exitCode !== 0 ? 1 : failed }
}

export function addCounts(a, b) {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed }
}
