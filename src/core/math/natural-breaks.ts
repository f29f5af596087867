import { AppError } from '../errors'

/**
 * Splits numbers into classes so that the weighted squared distances to the class means are least: exact, by dynamic
 * programming over the sorted values. No class is empty.
 *
 * @param values     finite numbers
 * @param weights    ≥ 0, one for each value
 * @param classCount 1 … number of values
 * @returns class of each value, 0 for the smallest
 * @throws  AppError 'invalid-argument'
 * @see     Fisher 1958, Journal of the American Statistical Association 53(284)
 */
export function naturalBreaks(values: readonly number[], weights: readonly number[], classCount: number): number[] {
  const count = values.length
  if (!(classCount >= 1 && classCount <= count)) {
    throw new AppError('invalid-argument', `${classCount} classes of ${count} values`, { classCount, count })
  }
  const order = values.map((_, i) => i).sort((a, b) => values[a] - values[b] || a - b)
  const spread = spreads(
    order.map((i) => values[i]),
    order.map((i) => Math.max(weights[i], Number.MIN_VALUE))
  )
  // least[c][end]: the first `end` values in c + 1 classes; cut[c][end]: where the last of these classes begins
  const least = [spread.map((_, end) => (end === 0 ? Infinity : spread[0][end]))]
  const cuts = [new Array<number>(count + 1).fill(0)]
  for (let c = 1; c < classCount; c++) {
    least.push(new Array<number>(count + 1).fill(Infinity))
    cuts.push(new Array<number>(count + 1).fill(0))
    for (let end = c + 1; end <= count; end++) {
      for (let begin = c; begin < end; begin++) {
        const total = least[c - 1][begin] + spread[begin][end]
        if (total >= least[c][end]) continue
        least[c][end] = total
        cuts[c][end] = begin
      }
    }
  }
  const classes = new Array<number>(count).fill(0)
  for (let c = classCount - 1, end = count; c >= 0; c--) {
    for (let i = cuts[c][end]; i < end; i++) classes[order[i]] = c
    end = cuts[c][end]
  }
  return classes
}

/** spread[begin][end] = weighted squared distance of values begin … end − 1 to their mean */
function spreads(values: readonly number[], weights: readonly number[]): number[][] {
  const count = values.length
  return Array.from({ length: count + 1 }, (_, begin) => {
    const row = new Array<number>(count + 1).fill(0)
    let weight = 0
    let mean = 0
    for (let end = begin + 1; end <= count; end++) {
      // Welford's update: no difference of large squares
      const distance = values[end - 1] - mean
      weight += weights[end - 1]
      mean += (weights[end - 1] / weight) * distance
      row[end] = row[end - 1] + weights[end - 1] * distance * (values[end - 1] - mean)
    }
    return row
  })
}
