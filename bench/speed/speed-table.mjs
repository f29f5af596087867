/** Floating point operations for one value of V and one component: four matrix products, two, or six. */
const operations = { 0: 12, 1: 8, 2: 4 }

/** What was measured of one case, as text: processor time for one thread, the clock for two. */
export function speedTable(measured) {
  const { name, window, beta, rank, binCount, columnCount, iterations, perIteration, toCost } = measured
  const of = (peer, kind, clock = peer.endsWith('1') ? 'cpu' : 'wall') =>
    perIteration[peer].map((round) => round[clock][kind])
  const lines = [
    `\n${name}: β = ${beta}, K = ${rank}, window ${window}, ${binCount} × ${columnCount}`,
    `ms/iteration: slope between runs of ${iterations.join(' and ')} iterations, mean of the longer with all that a run costs once`,
    `${'method, threads'.padEnd(18)}   slope   lowest … highest    mean    GF/s   × scikit-learn: slope, mean`
  ]
  for (const peer of Object.keys(perIteration)) {
    const [slopes, means] = [of(peer, 'slope'), of(peer, 'mean')]
    const [slope, mean] = [median(slopes), median(means)]
    const reference = `scikit-learn, ${peer.at(-1)}`
    const cells = [
      milliseconds(slope).padStart(7),
      `${milliseconds(Math.min(...slopes))} … ${milliseconds(Math.max(...slopes))}`.padStart(18),
      milliseconds(mean).padStart(7),
      ((operations[beta] * binCount * columnCount * rank) / slope / 1e9).toFixed(1).padStart(7),
      (median(of(reference, 'slope')) / slope).toFixed(2).padStart(22),
      (median(of(reference, 'mean')) / mean).toFixed(2).padStart(5)
    ]
    lines.push(`${peer.padEnd(18)} ${cells.join(' ')}`)
  }
  const gains = Object.keys(perIteration)
    .filter((peer) => peer.endsWith(', 2') && peer.replace(/2$/, '1') in perIteration)
    .map((peer) => {
      const one = median(of(peer.replace(/2$/, '1'), 'slope', 'wall'))
      return `${peer.slice(0, -3)} ${(one / median(of(peer, 'slope', 'wall'))).toFixed(2)}`
    })
  if (gains.length > 0) lines.push(`two threads, times faster than one by the clock: ${gains.join(', ')}`)
  if (toCost !== null) lines.push(...lossLines(toCost))
  return lines.join('\n')
}

function lossLines(toCost) {
  const goal = toCost['scikit-learn, 1']
  return Object.entries(toCost).map(([peer, { cpu, cost, iterations, target }]) => {
    const isReached = target === undefined || cost <= target
    const what =
      target === undefined ? 'after 100 iterations' : `${isReached ? 'there' : 'not there'} after ${iterations}`
    const gain = isReached ? `${(goal.cpu / cpu).toFixed(1)}×` : '–'
    return `${peer.padEnd(24)} ${cpu.toFixed(2).padStart(8)} s  ${gain.padStart(6)}  ${what}, loss ${cost.toPrecision(8)}`
  })
}

function milliseconds(seconds) {
  return (seconds * 1000).toFixed(1)
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2
}
