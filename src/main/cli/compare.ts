import type { SeparationResult } from '@core/contract/engine'
import { bestGrouping } from '@core/evaluation/best-grouping'
import { correlateComponents, measureGroups, type ComponentCorrelations } from '@core/evaluation/component-correlations'
import { ComponentSignals } from '@core/evaluation/component-signals'
import type { Distortion } from '@core/evaluation/distortion'
import { sourceGroup, streamGroup } from '@core/evaluation/signal-group'
import { bestAssignment } from '@core/math/assignment'
import { applicableParameters } from '@core/separation/applicable-parameters'
import { MaskStream } from '@core/separation/mask-stream'
import { stftLayout } from '@core/spectral/stft-layout'
import { runInSlices } from '../engine/time-slices'
import { groupSources, type ComponentGroup } from './component-groups'
import { Cancelled, finish } from './finish-call'
import type { JobResult } from './job'
import type { JobContext } from './job-separation'
import { describePercent } from './progress-line'
import type { Truth } from './truth'

/** One method with the same masks: its components as the program groups them, and as one groups them who knows the truth. */
export interface ComparedMethod {
  readonly method: SeparationResult['parameters']['method']
  readonly componentCount: number
  /** means over the true sources */
  readonly grouped: Distortion
  readonly perfect: Distortion
}

/**
 * What the run's own separation, as many bands, and harmonic/percussive come to, all by masks alone (without hints, exponent and
 * Wiener filter).
 *
 * @throws Cancelled, AppError
 */
export async function compareMethods(context: JobContext, job: JobResult, truth: Truth): Promise<ComparedMethod[]> {
  const { engine, signal } = context
  const { clip, separation, sources } = job
  const compared = [await measureMethod(context, separation, sources, truth)]
  for (const method of ['bands', 'hpss'] as const) {
    if (separation.parameters.method === method) continue
    const parameters = applicableParameters({ ...separation.parameters, method }, clip.channelCount)
    const call = { clipId: clip.clipId, parameters, warmSeparationId: null, givenTemplates: null }
    const other = await finish(engine.start('separate', call), signal)
    const sourceCount = Math.min(sources.length, other.factors.rank)
    const wish = { sourceCount, labels: null, previewCount: 2 }
    const { sources: groups } = await groupSources(context, clip, other, wish)
    compared.push(await measureMethod(context, other, groups, truth))
  }
  return compared
}

async function measureMethod(
  { progress, signal }: JobContext,
  { factors, parameters }: SeparationResult,
  groups: readonly ComponentGroup[],
  { recording, stems }: Truth
): Promise<ComparedMethod> {
  const { samples } = recording
  const { sampleRate, lengthSamples, channelCount } = samples
  const { windowSamples, hopSamples, method } = parameters
  const { rank, model } = factors
  const streams = () =>
    Array.from({ length: rank }, (_, component) => {
      const stream = new MaskStream({ source: samples, factors, windowSamples, hopSamples, sampleRate })
      stream.setGains(Float32Array.from({ length: rank }, (_, k) => (k === component ? 1 : 0)))
      return stream
    })
  const work = correlateComponents({
    truths: sourceGroup(stems.map((stem) => stem.samples)),
    components:
      model.kind === 'product'
        ? new ComponentSignals(samples, factors, stftLayout(lengthSamples, windowSamples, hopSamples))
        : streamGroup(streams(), channelCount),
    lengthSamples
  })
  const outcome = await runInSlices(work, {
    isCancelled: () => signal.aborted,
    onSlice: (fraction) => progress.show(method, fraction, `Comparing ${method}: ${describePercent(fraction)}`)
  })
  if (outcome.kind !== 'done') throw new Cancelled()
  const correlations = outcome.value
  const labels = Array.from({ length: rank }, (_, k) =>
    groups.findIndex(({ componentIndices }) => componentIndices.includes(k))
  )
  return {
    method,
    componentCount: rank,
    grouped: assignedMean(correlations, labels, groups.length),
    perfect: assignedMean(correlations, bestGrouping(correlations).labels, stems.length)
  }
}

/** Over the sources, groups being assigned as the judge assigns stems. */
function assignedMean(correlations: ComponentCorrelations, labels: ArrayLike<number>, groupCount: number): Distortion {
  const groups = measureGroups(correlations, labels, groupCount)
  const sources = Array.from({ length: correlations.sourceCount }, (_, source) => source)
  const assigned = bestAssignment(sources.map((source) => groups.map((of) => Math.max(-60, of[source]!.sdr))))
  const mean = (key: keyof Distortion) =>
    sources.reduce((sum, source) => {
      const group = assigned[source]
      return sum + (group == null ? -60 : groups[group]![source]![key])
    }, 0) / sources.length
  return { sdr: mean('sdr'), sir: mean('sir'), sar: mean('sar'), siSdr: mean('siSdr') }
}

const columns = ['sdr', 'sir', 'sar', 'siSdr'] as const

export function comparisonTable(compared: readonly ComparedMethod[]): string {
  const cells = (measures: Distortion) => columns.map((key) => measures[key].toFixed(2).padStart(7)).join('')
  const heads = ['SDR', 'SIR', 'SAR', 'SI-SDR'].map((head) => head.padStart(7)).join('')
  const rows = compared.map(
    ({ method, componentCount, grouped, perfect }) =>
      `${method.padEnd(6)}${String(componentCount).padStart(12)}  ${cells(grouped)}  ${cells(perfect)}`
  )
  return [
    '',
    'Other methods with the same masks, means over the sources in dB',
    `${' '.repeat(18)}  ${'as grouped'.padStart(heads.length)}  ${'grouped perfectly'.padStart(heads.length)}`,
    `method  components  ${heads}  ${heads}`,
    ...rows,
    ''
  ].join('\n')
}
