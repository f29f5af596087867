import { countSamples, gapsIn, type SampleRange } from '@core/audio/sample-range'

interface Played {
  readonly fromSample: number
  readonly toSample: number
  /** more than this is a jump, not playing */
  readonly longestSamples: number
  readonly loop: SampleRange | null
  /** sorted, no two touching */
  readonly cuts: readonly SampleRange[]
}

/**
 * What was played between two frames: all from one position to the next but what is cut; over a loop's end what led up to it and
 * what came after its start; after a seek only the place where it is now.
 */
export function playedParts({ fromSample, toSample, longestSamples, loop, cuts }: Played): SampleRange[] {
  const heard = (startSample: number, endSample: number) => gapsIn(cuts, { startSample, endSample })
  const isRound = toSample < fromSample
  const parts = !isRound
    ? heard(fromSample, toSample)
    : loop !== null && toSample >= loop.startSample
      ? [...heard(fromSample, loop.endSample), ...heard(loop.startSample, toSample)]
      : []
  const isOn = parts.length > 0 && countSamples(parts) <= longestSamples
  return isOn ? parts : [{ startSample: toSample, endSample: toSample }]
}
