import type { ComponentCorrelations } from './component-correlations'

/** Correlations of groups taken as components: to measure what can be made of groups that stay together. */
export function joinGroups(
  correlations: ComponentCorrelations,
  labels: ArrayLike<number>,
  groupCount: number
): ComponentCorrelations {
  const { componentCount, delayed, gram } = correlations
  const joined = Array.from({ length: groupCount }, () => delayed[0].map((values) => new Float64Array(values.length)))
  const sums = new Float64Array(groupCount * groupCount)
  for (let k = 0; k < componentCount; k++) {
    const group = labels[k]
    if (group < 0) continue
    joined[group].forEach((values, source) => {
      for (let delay = 0; delay < values.length; delay++) values[delay] += delayed[k][source][delay]
    })
    for (let i = 0; i < componentCount; i++) {
      if (labels[i] >= 0) sums[group * groupCount + labels[i]] += gram[k * componentCount + i]
    }
  }
  return { ...correlations, componentCount: groupCount, delayed: joined, gram: sums }
}
