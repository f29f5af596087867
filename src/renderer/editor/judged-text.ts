import type { SourceJudgement } from '@core/contract/judgement'
import type { Judged } from './judging.svelte'

type Measures = SourceJudgement['mean']['measures']

export const measureColumns = [
  { key: 'sdr', head: 'SDR', title: 'Signal to distortion: everything that is not the source' },
  { key: 'sir', head: 'SIR', title: 'Signal to interference: what is of other sources' },
  { key: 'sar', head: 'SAR', title: 'Signal to artefacts: what is of no source' },
  { key: 'siSdr', head: 'SI-SDR', title: 'Scale-invariant signal to distortion, the one to decide by' }
] as const satisfies readonly { key: keyof Measures; head: string; title: string }[]

export const judgedColumns = [
  { key: 'measures', head: 'Your source' },
  { key: 'mixture', head: 'Recording as it is' },
  { key: 'idealMask', head: 'Ideal mask' }
] as const

/** "8.4", "−1.2", "∞" above a hundred, where nothing is left but rounding, "–" where nothing was measured. */
export function measureText(decibels: number | undefined): string {
  if (decibels === undefined) return '–'
  return decibels > 100 ? '∞' : decibels.toFixed(1).replace('-', '−')
}

/** The table for a spreadsheet: lines of cells between tabs. */
export function judgedTable({ groups, judgement }: Judged): string {
  const heads = judgedColumns.flatMap(({ head }) => measureColumns.map((column) => `${head} ${column.head}`))
  const lines = [...judgement.sources, { name: 'Mean', estimate: null, ...judgement.mean }].map((row) => [
    row.name,
    row.estimate === null ? '' : groups[row.estimate]!.name,
    ...judgedColumns.flatMap(({ key }) => measureColumns.map((column) => row[key]?.[column.key].toFixed(2) ?? ''))
  ])
  return [['True stem', 'Goes with', ...heads], ...lines].map((cells) => cells.join('\t')).join('\n')
}
