import { AppError } from '../errors'
import { bestAssignment } from '../math/assignment'
import { DelayCorrelation } from '../spectral/delay-correlation'
import {
  delayedCorrelations,
  factorizeTruths,
  filterTaps,
  measureDistortion,
  worstDistortion,
  type Distortion,
  type TruthFactors
} from './distortion'
import { SignalBlocks } from './signal-blocks'
import type { SignalGroup } from './signal-group'

/**
 * What is compared: the mean of the channels, or each channel by itself, measures then being their mean over the channels.
 * The mean is what the field reports; channels in antiphase need the other.
 */
export type JudgedView = 'mean' | 'channels'

/** How near each true source is come to. */
export interface JudgedSource {
  readonly name: string
  /** index of the estimate that goes with it; null: there were fewer estimates than sources */
  readonly estimate: number | null
  readonly measures: Distortion
  /** of the recording as it is, taken for the source */
  readonly mixture: Distortion
  /** of an ideal ratio mask of the same transform; null when it was not asked for */
  readonly idealMask: Distortion | null
}

export interface Judgement {
  readonly sources: readonly JudgedSource[]
  /** over the sources */
  readonly mean: Pick<JudgedSource, 'measures' | 'mixture' | 'idealMask'>
  /** energy of the estimates' sum minus the recording, in relation to the recording's */
  readonly sumErrorDecibels: number
  /** of the true sources, one for each view: to give to the next judgement against them */
  readonly truthFactors: readonly TruthFactors[]
}

export interface JudgedSignals {
  /** of the true sources */
  readonly names: readonly string[]
  readonly truths: SignalGroup
  /** a single signal */
  readonly mixture: SignalGroup
  readonly estimates: SignalGroup
  /** one signal for each true source */
  readonly idealMasks: SignalGroup | null
  readonly lengthSamples: number
  readonly view: JudgedView
  /** of an earlier judgement in the same view against the same true sources: spares most of the time of a short recording */
  readonly truthFactors?: readonly TruthFactors[]
}

/**
 * Measures estimates against true sources, in one pass over all signals that keeps none of them. Estimates go with the sources by
 * the assignment with the best mean SDR; of more estimates than sources the best ones count, and a source without one has
 * worstDistortion. Yields the share that is done after each block.
 *
 * @throws AppError 'invalid-argument' {problem} when a true source is silent
 */
export function* judge(signals: JudgedSignals): Generator<number, Judgement> {
  const { names, truths, mixture, idealMasks, estimates, lengthSamples, view } = signals
  const blockSamples = DelayCorrelation.blockSamples(filterTaps)
  const blocks = new SignalBlocks([truths, mixture, ...(idealMasks ? [idealMasks] : []), estimates], blockSamples)
  const channels = view === 'mean' ? [null] : Array.from({ length: blocks.channelCount }, (_, channel) => channel)
  const firstEstimate = blocks.signalCount - estimates.signalCount
  const passes = channels.map(() => new ViewPass(names.length, blocks.signalCount, firstEstimate, blockSamples))
  for (let from = 0; from < lengthSamples; from += blockSamples) {
    const count = Math.min(blockSamples, lengthSamples - from)
    blocks.read(count)
    for (const [index, pass] of passes.entries()) {
      blocks.write(channels[index], count, pass.views)
      pass.push(count)
    }
    yield (from + count) / lengthSamples
  }
  // per view `[signal behind the truths][source]`
  for (const pass of passes) pass.requireSound(names)
  const truthFactors = signals.truthFactors ?? (yield* factorizeAll(passes))
  const measured = passes.map((pass, index) => pass.measure(truthFactors[index]))
  const estimatesAt = firstEstimate - names.length
  // all channels take one assignment, or stems would be mixed up
  const assigned = assignEstimates(measured[0].slice(estimatesAt), names.length)
  const sources = names.map((name, source): JudgedSource => {
    const of = (signal: number) => meanDistortion(measured.map((measures) => measures[signal][source]))
    const estimate = assigned[source]
    return {
      name,
      estimate,
      measures: estimate === null ? worstDistortion : of(estimatesAt + estimate),
      mixture: of(0),
      idealMask: idealMasks ? of(1 + source) : null
    }
  })
  return { sources, mean: meanOfSources(sources), sumErrorDecibels: sumErrorDecibels(passes), truthFactors }
}

/** All signals were read by then. */
function* factorizeAll(passes: readonly ViewPass[]): Generator<number, TruthFactors[]> {
  const factors: TruthFactors[] = []
  for (const { correlation } of passes) {
    const work = factorizeTruths(correlation)
    let step = work.next()
    for (; !step.done; step = work.next()) yield 1
    factors.push(step.value)
  }
  return factors
}

/** One view of all signals: the true sources, the mixture, the ideal masks, the estimates. */
class ViewPass {
  readonly views: readonly Float64Array[]
  readonly correlation: DelayCorrelation
  readonly energies: Float64Array
  errorEnergy = 0

  constructor(
    private readonly sourceCount: number,
    signalCount: number,
    private readonly firstEstimate: number,
    blockSamples: number
  ) {
    this.views = Array.from({ length: signalCount }, () => new Float64Array(blockSamples))
    this.correlation = new DelayCorrelation(signalCount, sourceCount, filterTaps)
    this.energies = new Float64Array(signalCount)
  }

  get mixtureEnergy(): number {
    return this.energies[this.sourceCount]
  }

  push(count: number): void {
    this.correlation.push(this.views, count)
    for (const [index, view] of this.views.entries()) {
      for (let t = 0; t < count; t++) this.energies[index] += view[t] * view[t]
    }
    const estimates = this.views.slice(this.firstEstimate)
    const mixture = this.views[this.sourceCount]
    for (let t = 0; t < count; t++) {
      let difference = -mixture[t]
      for (let index = 0; index < estimates.length; index++) difference += estimates[index][t]
      this.errorEnergy += difference * difference
    }
  }

  measure(factors: TruthFactors): Distortion[][] {
    const delayed = delayedCorrelations(this.correlation, this.views.length)
    const [sourceEnergies, energies] = [this.energies, this.energies.subarray(this.sourceCount)]
    return measureDistortion(factors, { delayed, energies, sourceEnergies })
  }

  requireSound(names: readonly string[]): void {
    const silent = names.find((_, source) => !(this.energies[source] > 0))
    if (silent === undefined) return
    throw new AppError('invalid-argument', `the true source ${silent} is silent`, {
      problem: `the true stem “${silent}” is silent, or its channels cancel each other, so nothing can be measured against it`,
      name: silent
    })
  }
}

/** For each source its estimate, by the best mean SDR. @param measures `[estimate][source]` */
function assignEstimates(measures: readonly (readonly Distortion[])[], sourceCount: number): (number | null)[] {
  if (measures.length === 0) return new Array<null>(sourceCount).fill(null)
  const scores = Array.from({ length: sourceCount }, (_, source) =>
    measures.map((of) => Math.min(100, Math.max(worstDistortion.sdr, of[source].sdr)))
  )
  return bestAssignment(scores)
}

function meanOfSources(sources: readonly JudgedSource[]): Judgement['mean'] {
  const idealMasks = sources.flatMap(({ idealMask }) => idealMask ?? [])
  return {
    measures: meanDistortion(sources.map(({ measures }) => measures)),
    mixture: meanDistortion(sources.map(({ mixture }) => mixture)),
    idealMask: idealMasks.length > 0 ? meanDistortion(idealMasks) : null
  }
}

function meanDistortion(all: readonly Distortion[]): Distortion {
  const mean = (key: keyof Distortion) => all.reduce((sum, each) => sum + each[key], 0) / all.length
  return { sdr: mean('sdr'), sir: mean('sir'), sar: mean('sar'), siSdr: mean('siSdr') }
}

function sumErrorDecibels(passes: readonly ViewPass[]): number {
  const total = (key: 'errorEnergy' | 'mixtureEnergy') => passes.reduce((sum, pass) => sum + pass[key], 0)
  return 10 * Math.log10((total('errorEnergy') + 1e-20) / Math.max(total('mixtureEnergy'), 1e-20))
}
