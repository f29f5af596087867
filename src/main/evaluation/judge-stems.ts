import type { RecordedSamples, SampleSource } from '@core/audio/sample-source'
import { cancelled, type Outcome } from '@core/contract/rpc'
import { AppError } from '@core/errors'
import type { TruthFactors } from '@core/evaluation/distortion'
import { IdealMasks } from '@core/evaluation/ideal-masks'
import { judge, type JudgedView, type Judgement } from '@core/evaluation/judge'
import { sourceGroup, type SignalGroup } from '@core/evaluation/signal-group'
import { stftLayout } from '@core/spectral/stft-layout'
import { runInSlices } from '../engine/time-slices'
import type { StemFolder } from './stem-folder'

/** What is judged. */
export interface Estimates {
  /** a name for each signal */
  readonly names: readonly string[]
  readonly group: SignalGroup
  readonly sampleRate: number
  /** of each signal */
  readonly lengths: readonly number[]
  /** the recording that they were made from, if it is known */
  readonly mixture: { readonly name: string; readonly samples: RecordedSamples } | null
}

export interface StemJudgement {
  readonly judgement: Judgement
  readonly estimateNames: readonly string[]
  /** what was taken for the recording */
  readonly mixtureName: string
  readonly view: JudgedView
  readonly windowSamples: number
}

/** Stems of lossy formats differ by this much in length; the rest is cut, what lacks is silence. */
const lengthTolerance = 1024

/**
 * Judges estimates against the true stems of a folder. The recording is the estimates' own, else the folder's mix, else the sum of
 * the true stems.
 *
 * @throws AppError 'invalid-argument' {argument, value, problem} for other rates and lengths, and for silent stems
 */
export async function judgeStems(
  estimates: Estimates,
  truth: StemFolder,
  options: {
    readonly view: JudgedView
    /** of the ideal masks */
    readonly windowSamples: number
    /** of an earlier judgement against the same stems */
    readonly truthFactors?: readonly TruthFactors[]
    readonly isCancelled: () => boolean
    readonly onProgress: (fraction: number) => void
  }
): Promise<Outcome<StemJudgement>> {
  const { view, windowSamples } = options
  checkFit(estimates, truth)
  const truths = truth.stems.map(({ samples }) => samples)
  const mixture: { readonly name: string; readonly samples: SampleSource } = estimates.mixture ??
    truth.mixture ?? { name: 'the sum of the true stems', samples: sumOf(truths) }
  const { lengthSamples } = truths[0]!
  const layout = stftLayout(lengthSamples, windowSamples, windowSamples / 4)
  const work = judge({
    names: truth.stems.map(({ name }) => name),
    truths: sourceGroup(truths),
    mixture: sourceGroup([mixture.samples]),
    estimates: estimates.group,
    idealMasks: new IdealMasks(mixture.samples, truths, layout),
    lengthSamples,
    view,
    ...(options.truthFactors && { truthFactors: options.truthFactors })
  })
  const outcome = await runInSlices(work, { isCancelled: options.isCancelled, onSlice: options.onProgress })
  if (outcome.kind !== 'done') return cancelled
  const value = {
    judgement: outcome.value,
    estimateNames: estimates.names,
    mixtureName: mixture.name,
    view,
    windowSamples
  }
  return { kind: 'done', value }
}

/** @throws AppError as judgeStems does, before there is anything to judge */
export function checkFit(
  estimates: Pick<Estimates, 'names' | 'sampleRate' | 'lengths'>,
  { stems, mixture }: StemFolder
): void {
  const [first] = stems
  const { sampleRate, lengthSamples } = first!.samples
  const refuse = (value: string, problem: string) =>
    new AppError('invalid-argument', problem, { argument: 'The true stems', value: `used with ${value}`, problem })
  for (const { fileName, samples } of [...stems, ...(mixture ? [mixture] : [])]) {
    if (samples.sampleRate !== sampleRate)
      throw refuse(`“${fileName}”`, rates(fileName, samples, first!.fileName, sampleRate))
    if (samples.lengthSamples !== lengthSamples) {
      throw refuse(`“${fileName}”`, lengths(fileName, samples.lengthSamples, first!.fileName, lengthSamples))
    }
  }
  if (estimates.sampleRate !== sampleRate) {
    throw refuse('these stems', rates(estimates.names[0]!, estimates, first!.fileName, sampleRate))
  }
  for (const [index, length] of estimates.lengths.entries()) {
    if (Math.abs(length - lengthSamples) <= lengthTolerance) continue
    throw refuse('these stems', lengths(estimates.names[index]!, length, first!.fileName, lengthSamples))
  }
}

function rates(name: string, { sampleRate }: { sampleRate: number }, trueName: string, trueRate: number): string {
  return `${name} has ${sampleRate} Hz and ${trueName} ${trueRate} Hz; samples can be compared only at one rate, so convert one of them`
}

function lengths(name: string, length: number, trueName: string, trueLength: number): string {
  return `${name} is ${length} samples long and ${trueName} ${trueLength}; stems of the same recording have one length`
}

function sumOf(sources: readonly SampleSource[]): SampleSource {
  const [{ lengthSamples }] = sources as [SampleSource]
  let part = new Float32Array(0)
  return {
    lengthSamples,
    channelCount: Math.max(...sources.map(({ channelCount }) => channelCount)),
    read(channel, start, out) {
      if (part.length !== out.length) part = new Float32Array(out.length)
      out.fill(0)
      for (const source of sources) {
        source.read(Math.min(channel, source.channelCount - 1), start, part)
        for (let i = 0; i < out.length; i++) out[i]! += part[i]!
      }
    }
  }
}
