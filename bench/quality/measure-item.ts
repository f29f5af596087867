import { bestGrouping } from '@core/evaluation/best-grouping'
import { correlateComponents, measureGroups, type ComponentCorrelations } from '@core/evaluation/component-correlations'
import { ComponentSignals } from '@core/evaluation/component-signals'
import { IdealMasks } from '@core/evaluation/ideal-masks'
import { joinGroups } from '@core/evaluation/join-groups'
import { judge } from '@core/evaluation/judge'
import { sourceGroup } from '@core/evaluation/signal-group'
import type { TruthFactors } from '@core/evaluation/distortion'
import { bestAssignment } from '@core/math/assignment'
import type { Factors } from '@core/separation/factors'
import { defaultParameters, type SeparationParameters } from '@core/separation/parameters'
import { planSeparation } from '@core/separation/plan-separation'
import type { Verdict } from '@core/grouping/proposal'
import { qualities, qualityParameters, type Quality } from '@core/separation/qualities'
import type { createPlanRunner } from './factorize-alone'
import { measureBoxes } from './measure-boxes'
import { measureExamples } from './measure-examples'
import type { Grouper } from './grouper'
import { finish, type Item } from './item'

/** Means over the sources, in dB. */
export interface Score {
  readonly siSdr: number
  readonly sdr: number
}

export type PlanRunner = Awaited<ReturnType<typeof createPlanRunner>>

const answerCounts = [4, 8] as const
const boxCount = 20
/** Seeds of the runs of one separation follow each other: those of the next must not be among them. */
const seedStride = 100

/** How sure the program was of its grouping. */
export interface Trust {
  readonly quality: Quality
  readonly confidence: number
  readonly verdict: Verdict
}

export interface Measured {
  /** by the name of the condition */
  readonly scores: Readonly<Record<string, Score>>
  readonly trust: readonly Trust[]
}

/** Everything that is measured of one item with one seed. */
export function measureItem(item: Item, seed: number, grouper: Grouper, run: PlanRunner): Measured {
  const trust: Trust[] = []
  const scores: Record<string, Score> = { ...measureBounds(item) }
  let truthFactors: TruthFactors | undefined
  for (const quality of qualities) {
    const { componentCount, runCount } = qualityParameters[quality]
    const parameters = { ...defaultParameters, componentCount, runCount, seed: seed * seedStride }
    const factors = separate(item, parameters, run)
    const correlations = correlate(item, factors, truthFactors)
    truthFactors = correlations.truthFactors
    const grouped = grouper.group(item, factors, runCount)
    for (const { name, groups } of grouped.proposals) {
      scores[`${name} ${quality}`] = scoreOf(correlations, assignGroups(correlations, groups))
    }
    const perfect = bestGrouping(correlations).labels
    scores[`perfect grouping, ${quality}`] = scoreOf(correlations, perfect)
    if (grouped.previews !== null) {
      const { previews } = grouped
      const assigned = bestGrouping(joinGroups(correlations, previews, Math.max(...previews) + 1)).labels
      const labels = previews.map((group) => assigned[group]!)
      scores[`8 groups assigned, ${quality}`] = scoreOf(correlations, labels)
    }
    if (grouped.confidence !== null && grouped.verdict !== null) {
      trust.push({ quality, confidence: grouped.confidence, verdict: grouped.verdict })
    }
    if (quality !== 'quick') continue
    const automatic = assignGroups(correlations, grouped.proposals[0]!.groups)
    for (const count of answerCounts) {
      scores[`${count} answers, ${quality}`] = scoreOf(
        correlations,
        answered(automatic, perfect, grouped.questions, count)
      )
    }
    scores[`${boxCount} boxes, ${quality}`] = measureBoxes(item, factors, automatic, boxCount)
  }
  scores['examples'] = measureExamples(item, seed * seedStride, run)
  return { scores, trust }
}

function separate(item: Item, parameters: SeparationParameters, run: PlanRunner): Factors {
  const { sampleRate, layout, mixture } = item
  const { channelCount } = mixture
  const open = { givenTemplates: null, warmFactors: null, memoryLimitBytes: Infinity }
  return run(planSeparation({ sampleRate, layout, channelCount, parameters, ...open }), mixture, layout).factors
}

function correlate(item: Item, factors: Factors, truthFactors: TruthFactors | undefined): ComponentCorrelations {
  return finish(
    correlateComponents({
      truths: sourceGroup(item.sources.map(({ samples }) => samples)),
      components: new ComponentSignals(item.mixture, factors, item.layout),
      lengthSamples: item.mixture.lengthSamples,
      ...(truthFactors && { truthFactors })
    })
  )
}

function measureBounds(item: Item): Record<string, Score> {
  const truths = item.sources.map(({ samples }) => samples)
  const { mean } = finish(
    judge({
      names: item.sources.map(({ name }) => name),
      truths: sourceGroup(truths),
      mixture: sourceGroup([item.mixture]),
      estimates: sourceGroup([item.mixture]),
      idealMasks: new IdealMasks(item.mixture, truths, item.layout),
      lengthSamples: item.mixture.lengthSamples,
      view: 'mean'
    })
  )
  return { mixture: mean.mixture, 'ideal mask': mean.idealMask! }
}

/** Groups with the numbers of the sources that they come nearest to. */
function assignGroups(correlations: ComponentCorrelations, labels: readonly number[]): number[] {
  const groupCount = correlations.sourceCount
  const groups = measureGroups(correlations, labels, groupCount)
  const scores = groups.map((ofSources) => ofSources.map(({ siSdr }) => Math.max(-60, siSdr)))
  const sources = bestAssignment(scores)
  return labels.map((group) => sources[group]!)
}

/** What a person who is asked about single components makes of it: only those are changed. */
function answered(
  automatic: readonly number[],
  truth: ArrayLike<number>,
  questions: readonly number[],
  count: number
): number[] {
  const asked = new Set(questions.slice(0, count))
  return automatic.map((source, k) => (asked.has(k) ? truth[k]! : source))
}

function scoreOf(correlations: ComponentCorrelations, labels: ArrayLike<number>): Score {
  const { sourceCount } = correlations
  const groups = measureGroups(correlations, labels, sourceCount)
  const mean = (key: keyof Score) => groups.reduce((sum, ofSources, j) => sum + ofSources[j]![key], 0) / sourceCount
  return { siSdr: mean('siSdr'), sdr: mean('sdr') }
}
