/** The samples from startSample up to and without endSample. */
export interface SampleRange {
  readonly startSample: number
  readonly endSample: number
}

/*
 * A set of samples is a list of ranges: sorted, none empty, and no two of them touch, so that equal sets are equal lists.
 */

/** The set with the samples of another range; O(n). */
export function withRange(ranges: readonly SampleRange[], added: SampleRange): SampleRange[] {
  if (added.startSample >= added.endSample) return [...ranges]
  const isBefore = ({ endSample }: SampleRange) => endSample < added.startSample
  const isAfter = ({ startSample }: SampleRange) => startSample > added.endSample
  const touching = ranges.filter((range) => !isBefore(range) && !isAfter(range))
  const joined = {
    startSample: Math.min(added.startSample, ...touching.map(({ startSample }) => startSample)),
    endSample: Math.max(added.endSample, ...touching.map(({ endSample }) => endSample))
  }
  return [...ranges.filter(isBefore), joined, ...ranges.filter(isAfter)]
}

/** The set without the samples of a range; O(n). */
export function withoutRange(ranges: readonly SampleRange[], taken: SampleRange): SampleRange[] {
  if (taken.startSample >= taken.endSample) return [...ranges]
  return ranges.flatMap(({ startSample, endSample }) =>
    [
      { startSample, endSample: Math.min(endSample, taken.startSample) },
      { startSample: Math.max(startSample, taken.endSample), endSample }
    ].filter((rest) => rest.startSample < rest.endSample)
  )
}

/** The samples of a range that are not in the set. */
export function gapsIn(ranges: readonly SampleRange[], whole: SampleRange): SampleRange[] {
  return ranges.reduce<SampleRange[]>((gaps, range) => withoutRange(gaps, range), withRange([], whole))
}

export function countSamples(ranges: readonly SampleRange[]): number {
  return ranges.reduce((count, { startSample, endSample }) => count + endSample - startSample, 0)
}

/** The first range that ends behind a sample: the one that holds it, or the next one; null for none. Allocates nothing. */
export function rangeFrom(ranges: readonly SampleRange[], sample: number): SampleRange | null {
  let low = 0
  let high = ranges.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (ranges[middle]!.endSample > sample) high = middle
    else low = middle + 1
  }
  return low < ranges.length ? ranges[low]! : null
}

/** The sample itself, or where the range ends that holds it. Allocates nothing. */
export function outside(ranges: readonly SampleRange[], sample: number): number {
  const range = rangeFrom(ranges, sample)
  return range !== null && range.startSample <= sample ? range.endSample : sample
}
