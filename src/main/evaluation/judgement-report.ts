import type { Distortion } from '@core/evaluation/distortion'
import type { StemJudgement } from './judge-stems'

const columns = [
  ['sdr', 'SDR'],
  ['sir', 'SIR'],
  ['sar', 'SAR'],
  ['siSdr', 'SI-SDR']
] as const satisfies readonly (readonly [keyof Distortion, string])[]

/** Rounding to 16 bits alone is above this for the softest music. */
const exactDecibels = -90

/** A table for a person: each source's measures beside those of the recording and of the ideal mask. */
export function judgementTable({ judgement, estimateNames, mixtureName, view, windowSamples }: StemJudgement): string {
  const rows = [
    ...judgement.sources.map(({ name, estimate, ...of }) => ({
      name,
      of,
      taken: estimate === null ? 'no stem was left for it' : estimateNames[estimate]!
    })),
    { name: 'mean', of: judgement.mean, taken: '' }
  ]
  const nameWidth = Math.max(...rows.map(({ name }) => name.length), 6)
  const heads = columns.map(([, head]) => head.padStart(7)).join('')
  const lines = rows.map(({ name, of: { measures, mixture, idealMask }, taken }) =>
    [
      name.padEnd(nameWidth),
      cells(measures),
      cells(mixture),
      idealMask === null ? '' : cells(idealMask),
      taken === '' ? '' : `  ${taken}`
    ]
      .join('  ')
      .trimEnd()
  )
  const [wide, pad] = [heads.length, ' '.repeat(nameWidth)]
  return [
    `Measured against the true stems in dB (${view === 'mean' ? 'mean of the channels' : 'mean over the channels, each by itself'})`,
    `${pad}  ${'stem'.padStart(wide)}  ${'recording'.padStart(wide)}  ${'ideal mask'.padStart(wide)}`,
    `${pad}  ${heads}  ${heads}  ${heads}`,
    ...lines,
    `Recording: ${mixtureName}. Ideal ratio mask of a window of ${windowSamples}. ` +
      describeSum(judgement.sumErrorDecibels),
    ''
  ].join('\n')
}

/** The same as plain data. */
export function judgementJson({ judgement, estimateNames, mixtureName, view, windowSamples }: StemJudgement): unknown {
  const { sources, mean, sumErrorDecibels } = judgement
  return {
    sources: sources.map(({ estimate, ...source }) => ({
      ...source,
      estimate: estimate === null ? null : estimateNames[estimate]!
    })),
    mean,
    sumErrorDecibels,
    recording: mixtureName,
    view,
    windowSamples
  }
}

function cells(measures: Distortion): string {
  return columns.map(([key]) => shown(measures[key]).padStart(7)).join('')
}

/** Above a hundred there is nothing left but rounding. */
function shown(decibels: number): string {
  return decibels > 100 ? '∞' : decibels.toFixed(2)
}

function describeSum(errorDecibels: number): string {
  return errorDecibels < exactDecibels
    ? 'The stems add up to the recording.'
    : `The sum of the stems differs from the recording, by ${errorDecibels.toFixed(1)} dB of it.`
}
