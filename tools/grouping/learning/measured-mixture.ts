import { clipSource } from '@core/audio/sample-source'
import type { SourceFamily } from '@core/grouping/source-families'
import { measureEnergies, type ComponentEnergies } from '@core/separation/component-energies'
import type { Factors } from '@core/separation/factors'
import { defaultParameters } from '@core/separation/parameters'
import { planSeparation } from '@core/separation/plan-separation'
import { qualityParameters } from '@core/separation/qualities'
import { stftLayout } from '@core/spectral/stft-layout'
import type { createPlanRunner } from '../../../bench/quality/factorize-alone'
import { finish } from '../../../bench/quality/item'
import type { Split } from '../mixture/players'
import { sumOf, type Mixture } from '../mixture/make-mixture'
import { sampleRate, type StereoSignal } from '../sound/stereo-signal'
import { sourceProducts, type SourceProducts } from './source-products'

/** A mixture as the app separates it, with what its components have to do with the true sources. */
export interface MeasuredMixture extends SourceProducts {
  readonly seed: number
  readonly split: Split
  readonly kind: string
  readonly sourceCount: number
  /** what each source is; null for one of several families */
  readonly families: readonly (SourceFamily | null)[]
  readonly factors: Factors
  readonly energies: ComponentEnergies
}

type PlanRunner = Awaited<ReturnType<typeof createPlanRunner>>

const { windowSamples, hopSamples } = defaultParameters
/** as features are measured in training and validation */
export const groupingLayout = { sampleRate, windowSamples, hopSamples }

/** Separates a mixture with what the app takes for Quick. */
export function measureMixture(
  mixture: Mixture,
  options: { readonly seed: number; readonly split: Split; readonly runPlan: PlanRunner }
): MeasuredMixture {
  const { seed, split, runPlan } = options
  const recording = asRecording(sumOf(mixture.sources))
  const { channelCount, lengthSamples } = recording
  const layout = stftLayout(lengthSamples, windowSamples, hopSamples)
  const plan = planSeparation({
    ...{ sampleRate, layout, channelCount },
    // A single start, so that the networks also learn from separations that are not the best of several.
    parameters: { ...defaultParameters, ...qualityParameters.quick, startCount: 1, seed },
    ...{ givenTemplates: null, warmFactors: null, memoryLimitBytes: Infinity }
  })
  const { factors } = runPlan(plan, recording, layout)
  return {
    ...{ seed, split, kind: mixture.kind, sourceCount: mixture.sources.length, families: mixture.families, factors },
    energies: finish(measureEnergies(recording, layout, factors)),
    ...sourceProducts(recording, { layout, factors, sources: mixture.sources.map(asRecording) })
  }
}

function asRecording({ left, right }: StereoSignal) {
  return clipSource({ sampleRate, lengthSamples: left.length, channels: [left, right] })
}
