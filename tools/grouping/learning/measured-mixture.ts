import { clipSource } from '@core/audio/sample-source'
import type { SourceFamily } from '@core/grouping/source-families'
import { measureEnergies, type ComponentEnergies } from '@core/separation/component-energies'
import type { Factors } from '@core/separation/factors'
import { defaultParameters, type SeparationParameters } from '@core/separation/parameters'
import { planSeparation } from '@core/separation/plan-separation'
import { qualityParameters } from '@core/separation/qualities'
import { stftLayout } from '@core/spectral/stft-layout'
import type { createPlanRunner } from '../../../bench/quality/factorize-alone'
import { finish } from '../../../bench/quality/item'
import type { Split } from '../mixture/players'
import { sumOf, type Mixture } from '../mixture/make-mixture'
import { sampleRate, type StereoSignal } from '../sound/stereo-signal'
import { componentGram } from './component-gram'
import { sourceProducts, type SourceProducts } from './source-products'

/** How finely a mixture is separated: one run of few components, or several of more, pooled. */
export const details = ['single', 'pooled'] as const
export type Detail = (typeof details)[number]

/** A mixture as the app separates it, with what its components have to do with the true sources. */
export interface MeasuredMixture extends SourceProducts {
  readonly seed: number
  readonly split: Split
  readonly detail: Detail
  readonly kind: string
  /** so many runs are pooled in the factors */
  readonly runCount: number
  readonly sourceCount: number
  /** what each source is; null for one of several families */
  readonly families: readonly (SourceFamily | null)[]
  readonly factors: Factors
  readonly energies: ComponentEnergies
  /** ⟨c_i, c_k⟩, `[i * rank + k]`; null of a mixture to learn from: only who judges needs it, and nothing takes longer */
  readonly gram: Float64Array | null
}

type PlanRunner = Awaited<ReturnType<typeof createPlanRunner>>

const { windowSamples, hopSamples } = defaultParameters
/** as features are measured in training and validation */
export const groupingLayout = { sampleRate, windowSamples, hopSamples }

/** Learned from are two runs, of half the iterations, for that gives as many and like pairs in a third of the time. */
const usualParameters: Readonly<Record<Split, Readonly<Record<Detail, Partial<SeparationParameters>>>>> = {
  training: {
    single: qualityParameters.quick,
    pooled: { componentCount: 64, runCount: 2, iterationCount: 100 }
  },
  validation: { single: qualityParameters.quick, pooled: qualityParameters.best }
}

/** Separates a mixture with what the app takes for Quick, or for Best. */
export function measureMixture(
  mixture: Mixture,
  options: { readonly seed: number; readonly split: Split; readonly detail: Detail; readonly runPlan: PlanRunner }
): MeasuredMixture {
  const { seed, split, detail, runPlan } = options
  const recording = asRecording(sumOf(mixture.sources))
  const { channelCount, lengthSamples } = recording
  const layout = stftLayout(lengthSamples, windowSamples, hopSamples)
  // A single start, so that the networks also learn from separations that are not the best of several.
  const parameters = { ...defaultParameters, ...usualParameters[split][detail], startCount: 1, seed }
  const plan = planSeparation({
    ...{ sampleRate, layout, channelCount, parameters },
    ...{ givenTemplates: null, warmFactors: null, memoryLimitBytes: Infinity }
  })
  const { factors } = runPlan(plan, recording, layout)
  const { kind, sources, families } = mixture
  return {
    ...{ seed, split, detail, kind, runCount: parameters.runCount, sourceCount: sources.length, families, factors },
    energies: finish(measureEnergies(recording, layout, factors)),
    ...sourceProducts(recording, { layout, factors, sources: sources.map(asRecording) }),
    gram: split === 'training' ? null : componentGram(recording, layout, factors)
  }
}

function asRecording({ left, right }: StereoSignal) {
  return clipSource({ sampleRate, lengthSamples: left.length, channels: [left, right] })
}
