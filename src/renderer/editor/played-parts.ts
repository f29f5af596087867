import type { TimeRange } from './timeline.svelte'

/** A frame may come late, and the playhead's clock is corrected a little; more than this is a jump. */
const jitterSeconds = 0.05

/** What was played between two frames: all from one position to the next; over a loop's end in two parts; after a seek, what came since. */
export function playedParts(
  fromSeconds: number,
  toSeconds: number,
  elapsedSeconds: number,
  loop: TimeRange | null
): TimeRange[] {
  const longest = elapsedSeconds + jitterSeconds
  const isOn = toSeconds >= fromSeconds && toSeconds - fromSeconds <= longest
  if (isOn) return [{ startSeconds: fromSeconds, endSeconds: toSeconds }]
  if (loop !== null && toSeconds < fromSeconds) {
    const played = loop.endSeconds - fromSeconds + toSeconds - loop.startSeconds
    if (played >= 0 && played <= longest && toSeconds >= loop.startSeconds) {
      return [
        { startSeconds: fromSeconds, endSeconds: loop.endSeconds },
        { startSeconds: loop.startSeconds, endSeconds: toSeconds }
      ]
    }
  }
  return [{ startSeconds: toSeconds, endSeconds: toSeconds }]
}
