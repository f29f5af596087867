import { AppError } from '../errors'
import { bestAssignment } from '../math/assignment'
import type { ComponentEnergies } from '../separation/component-energies'
import type { Factors } from '../separation/factors'
import { learnedAffinity } from './affinity'
import { componentWeights, measureComponents, type ComponentSet, type GroupingLayout } from './component-set'
import { componentFeatureCount, featureIndex } from './feature-names'
import { describeGroup, orderGroups } from './group-description'
import type { GroupingModel } from './grouping-model'
import { kernelKMeans } from './kernel-k-means'
import { likenessOf } from './likeness'
import { bindLinked } from './links'
import { confidenceOf, marginsOf, questionOrder, verdictOf } from './margins'
import { cepstrumCount } from './mel-bands'
import {
  groupingKinds,
  noLinks,
  type ComponentLinks,
  type GroupDescription,
  type GroupingKind,
  type GroupingProposal,
  type GroupingProposals
} from './proposal'
import { relate } from './relations'

const clusterExponent = 0.35
const rootExponent = 0.5
const countsTried = [2, 3, 4, 5]
const usualPreviewCount = 8
const sustainNames = ['sustain10', 'sustain15', 'sustain20', 'sustain30']
const sustainScale = 4

export interface GroupingRequest {
  readonly factors: Factors
  readonly layout: GroupingLayout
  readonly energies: ComponentEnergies
  /** so many equally large runs are pooled in the factors */
  readonly runCount: number
  /** null: as many as there seem to be */
  readonly sourceCount: number | null
  /** for each component the source, 0 … sourceCount − 1, that a person gave it; null for none */
  readonly labels: readonly (number | null)[]
  readonly links?: ComponentLinks
  readonly previewCount?: number
  readonly model: GroupingModel
}

/**
 * Groups components in several ways, from the one that was learned to the plainest, and says how sure it is. What a person labelled
 * stays as it is; all else follows the clustering alone, so that one answer never turns another component over. What he bound together
 * or wants apart is clustered so.
 *
 * learned   kernel k-means of learnedAffinity
 * recipe    k-means of 4·sustain, MFCC 1 … 12 and pan; sustain, timbre: of the one or the other alone
 *
 * Yields while it measures.
 *
 * @throws AppError 'invalid-argument' for a number of sources that components cannot fill
 */
export function* proposeGroupings(request: GroupingRequest): Generator<void, GroupingProposals> {
  const { factors, layout, energies, runCount, labels, model } = request
  const { sourceCount, previewCount = usualPreviewCount, links = noLinks } = request
  if (sourceCount !== null && !(sourceCount >= 1 && sourceCount <= factors.rank)) {
    const problem = `${factors.rank} components cannot make ${sourceCount} sources`
    throw new AppError('invalid-argument', problem, { problem, sourceCount, componentCount: factors.rank })
  }
  const set = yield* measureComponents(factors, layout, energies, runCount)
  const relations = relate(set)
  yield
  const affinity = learnedAffinity(set, relations, model)
  yield
  const weights = componentWeights(set, clusterExponent)
  const roots = componentWeights(set, rootExponent)
  const estimatedCount = estimateCount(affinity, weights, set.count)
  yield
  const count = sourceCount ?? estimatedCount
  const describeAll = (groups: readonly number[], groupCount: number): GroupDescription[] =>
    Array.from({ length: groupCount }, (_, group) => {
      const members = groups.flatMap((of, k) => (of === group ? [k] : []))
      return describeGroup(set, layout, members, model.families)
    })
  const proposals: GroupingProposal[] = []
  for (const kind of groupingKinds) {
    const found =
      kind === 'learned'
        ? clusterLinked(affinity, weights, count, links)
        : clusterLinked(featureKernel(set, kind), roots, count, links)
    const groups = withLabels(orderGroups(set, found), labels, roots, count)
    const { margins, seconds } = marginsOf(affinity, weights, groups)
    const confidence = confidenceOf(margins, roots)
    const likeness = seconds.map((second, component) => ({
      own: likenessOf(relations, roots, groups, { component, group: groups[component] }),
      second: likenessOf(relations, roots, groups, { component, group: second })
    }))
    const descriptions = describeAll(groups, count)
    proposals.push({
      kind,
      groups,
      margins,
      seconds,
      likeness,
      descriptions,
      confidence,
      verdict: verdictOf(confidence)
    })
    yield
  }
  const small = orderGroups(set, clusterLinked(affinity, weights, previewCount, links))
  return {
    sourceCount: count,
    estimatedCount,
    proposals,
    previews: { groups: small, descriptions: describeAll(small, Math.max(...small) + 1) },
    questions: questionOrder(proposals[0].margins, roots, (k) => labels[k] != null),
    features: Array.from({ length: set.count }, (_, k) =>
      Array.from(set.features.subarray(k * componentFeatureCount, (k + 1) * componentFeatureCount))
    )
  }
}

/** Kernel k-means that keeps together and apart what a person wants so. */
function clusterLinked(affinity: Float64Array, weights: Float64Array, count: number, links: ComponentLinks): number[] {
  if (links.together.length + links.apart.length === 0) return kernelKMeans(affinity, weights, count)
  const bound = bindLinked(affinity, weights, links)
  const groups = kernelKMeans(bound.affinity, bound.weights, count)
  return bound.bundleOf.map((bundle) => groups[bundle])
}

/** The number of groups for which components are the surest of theirs, on the average. */
export function estimateCount(affinity: Float64Array, weights: Float64Array, componentCount: number): number {
  let [best, most] = [Math.min(2, componentCount), -Infinity]
  for (const count of countsTried) {
    if (count > componentCount) break
    const { margins } = marginsOf(affinity, weights, kernelKMeans(affinity, weights, count))
    const sureness = confidenceOf(margins, weights)
    if (sureness > most) [best, most] = [count, sureness]
  }
  return best
}

/** Scalar products of a few features, for which kernel k-means is k-means. */
function featureKernel({ count, features }: ComponentSet, kind: Exclude<GroupingKind, 'learned'>): Float64Array {
  const sustain = sustainNames.map(featureIndex)
  const pan = featureIndex('pan')
  const rows = Array.from({ length: count }, (_, k) => {
    const row = features.subarray(k * componentFeatureCount, (k + 1) * componentFeatureCount)
    const held = (sustainScale * sustain.reduce((sum, index) => sum + row[index], 0)) / sustain.length
    const timbre = Array.from(row.subarray(0, cepstrumCount))
    return kind === 'sustain' ? [held] : kind === 'timbre' ? timbre : [held, ...timbre, row[pan]]
  })
  const kernel = new Float64Array(count * count)
  rows.forEach((a, i) =>
    rows.forEach((b, j) => (kernel[i * count + j] = a.reduce((sum, value, d) => sum + value * b[d], 0)))
  )
  return kernel
}

/** Groups numbered as the sources that a person began, and labelled components where he put them. */
function withLabels(
  groups: readonly number[],
  labels: readonly (number | null)[],
  weights: Float64Array,
  count: number
): number[] {
  if (labels.every((label) => label === null)) return [...groups]
  const scores = Array.from({ length: count }, (_, group) =>
    Array.from({ length: count }, (_, source) =>
      groups.reduce((sum, of, k) => (of === group && labels[k] === source ? sum + weights[k] : sum), 0)
    )
  )
  const sources = bestAssignment(scores)
  return groups.map((group, k) => labels[k] ?? sources[group] ?? group)
}
