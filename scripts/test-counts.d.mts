export interface TestCounts {
  readonly passed: number
  readonly failed: number
}
export function countTests(report: unknown, exitCode: number | null): TestCounts
export function addCounts(a: TestCounts, b: TestCounts): TestCounts
