/** Means of all conditions over items and seeds, with their spread. */
export function qualityReport(results, notes) {
  const names = Object.keys(results[0].scores)
  const items = [...new Set(results.map(({ item }) => item))]
  const conditions = names.map((name) => {
    const of = (item, key) => results.filter((result) => result.item === item).map((result) => result.scores[name][key])
    const means = (key) => items.map((item) => mean(of(item, key)))
    return {
      name,
      siSdr: round(mean(means('siSdr'))),
      sdr: round(mean(means('sdr'))),
      // what another seed changes, and what another item does
      seedDeviation: round(mean(items.map((item) => deviation(of(item, 'siSdr'))))),
      itemDeviation: round(deviation(means('siSdr'))),
      items: Object.fromEntries(
        items.map((item) => [item, { siSdr: round(mean(of(item, 'siSdr'))), sdr: round(mean(of(item, 'sdr'))) }])
      )
    }
  })
  return { notes, items, conditions, trust: trustOf(results) }
}

/** Whether what the program says of its own grouping is true. */
function trustOf(results) {
  const qualities = [...new Set(results.flatMap(({ trust }) => trust.map(({ quality }) => quality)))]
  return qualities.map((quality) => {
    const rows = results.flatMap(({ item, seed, scores, trust }) => {
      const of = trust.find((each) => each.quality === quality)
      return of
        ? [{ item, seed, ...of, siSdr: scores[`automatic ${quality}`].siSdr, mixture: scores.mixture.siSdr }]
        : []
    })
    const values = (key) => rows.map((row) => row[key])
    const undetected = rows.filter(({ siSdr, mixture, verdict }) => siSdr < mixture && verdict !== 'unreliable')
    return {
      quality,
      correlation: round(correlation(values('confidence'), values('siSdr'))),
      belowMixtureUnsaid: undetected.map(({ item, seed }) => `${item}, seed ${seed}`),
      rows: rows.map(({ item, seed, confidence, verdict, siSdr }) => ({
        ...{ item, seed, confidence: round(confidence), verdict, siSdr: round(siSdr) }
      }))
    }
  })
}

function correlation(a, b) {
  const [meanA, meanB] = [mean(a), mean(b)]
  const product = mean(a.map((value, i) => (value - meanA) * (b[i] - meanB)))
  const square = (values, middle) => mean(values.map((value) => (value - middle) ** 2))
  return product / Math.sqrt(square(a, meanA) * square(b, meanB))
}

export function qualityTable({ notes, items, conditions, trust }) {
  const width = Math.max(...conditions.map(({ name }) => name.length))
  const cell = (value) => value.toFixed(2).padStart(8)
  const head = ['SI-SDR', 'SDR', '± seed', '± item', ...items.map((_, index) => `#${index + 1}`)]
  return [
    ...Object.entries(notes).map(([name, text]) => `${name}: ${text}`),
    ...items.map((item, index) => `#${index + 1}: ${item}`),
    '',
    `${''.padEnd(width)}${head.map((text) => text.padStart(8)).join('')}`,
    ...conditions.map(
      ({ name, siSdr, sdr, seedDeviation, itemDeviation, items: each }) =>
        name.padEnd(width) +
        [siSdr, sdr, seedDeviation, itemDeviation, ...items.map((item) => each[item].siSdr)].map(cell).join('')
    ),
    ...trust.map(
      ({ quality, correlation: value, belowMixtureUnsaid: unsaid }) =>
        `${quality}: confidence correlates ${value} with SI-SDR; worse than the mixture and not said to be unreliable: ${unsaid.length}`
    ),
    ''
  ].join('\n')
}

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function deviation(values) {
  if (values.length < 2) return 0
  const middle = mean(values)
  return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1))
}

function round(value) {
  return Number(value.toFixed(2))
}
