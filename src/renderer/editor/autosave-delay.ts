const restMilliseconds = 3000
const longestMilliseconds = 15_000

/**
 * How long to wait after a change before a copy is made: until nothing has changed for a few seconds, but never longer than
 * 15 s after the first change that no copy has.
 *
 * @param now         when the change was made, in milliseconds
 * @param firstChange when the first change was made that no copy has
 */
export function autosaveDelay(now: number, firstChange: number): number {
  return Math.max(0, Math.min(restMilliseconds, firstChange + longestMilliseconds - now))
}
