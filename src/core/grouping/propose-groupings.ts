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
import { confidenceOf, marginsOf, questionOrder, verdictOf } from './margins'
import { cepstrumCount } from './mel-bands'
import { groupingKinds, type GroupingKind, type GroupingProposal, type GroupingProposals } from './proposal'

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
  readonly previewCount?: number
  readonly model: GroupingModel
}

/**
 * Groups components in several ways, from the one that was learned to the plainest, and says how sure it is. What a person labelled
 * stays as it is; all else follows the clustering alone, so that one answer never turns another component over.
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
  const { sourceCount, previewCount = usualPreviewCount } = request
  if (sourceCount !== null && !(sourceCount >= 1 && sourceCount <= factors.rank)) {
    const problem = `${factors.rank} components cannot make ${sourceCount} sources`
    throw new AppError('invalid-argument', problem, { problem, sourceCount, componentCount: factors.rank })
  }
  const set = yield* measureComponents(factors, layout, energies, runCount)
  const affinity = learnedAffinity(set, model)
  yield
  const weights = componentWeights(set, clusterExponent)
  const roots = componentWeights(set, rootExponent)
  const estimatedCount = estimateCount(affinity, weights, set.count)
  yield
  const count = sourceCount ?? estimatedCount
  const proposals: GroupingProposal[] = []
  for (const kind of groupingKinds) {
    const found =
      kind === 'learned' ? kernelKMeans(affinity, weights, count) : kernelKMeans(featureKernel(set, kind), roots, count)
    const groups = withLabels(orderGroups(set, found), labels, roots, count)
    const { margins, seconds } = marginsOf(affinity, weights, groups)
    const confidence = confidenceOf(margins, roots)
    const descriptions = describeAll(set, layout, groups, count)
    proposals.push({ kind, groups, margins, seconds, descriptions, confidence, verdict: verdictOf(confidence) })
    yield
  }
  const small = orderGroups(set, kernelKMeans(affinity, weights, previewCount))
  return {
    sourceCount: count,
    estimatedCount,
    proposals,
    previews: { groups: small, descriptions: describeAll(set, layout, small, Math.max(...small) + 1) },
    questions: questionOrder(proposals[0].margins, roots, (k) => labels[k] != null)
  }
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

function describeAll(set: ComponentSet, layout: GroupingLayout, groups: readonly number[], count: number) {
  return Array.from({ length: count }, (_, group) =>
    describeGroup(
      set,
      layout,
      groups.flatMap((of, k) => (of === group ? [k] : []))
    )
  )
}
