import { join } from 'node:path'
import { describeError } from '@core/contract/error-sentences'
import type { SeparationResult } from '@core/contract/engine'
import type { NullTest } from '@core/contract/export-schemas'
import type { AppError } from '@core/errors'
import type { SeparateOptions } from './arguments'
import { componentPan } from './component-pan'
import type { JobResult } from './job'
import type { RankProposal } from './job-separation'

/** The result in a few lines for a person. */
export function humanReport(options: SeparateOptions, job: JobResult): string {
  const { clip, separation, proposal, stems, exported } = job
  const duration = (clip.lengthSamples / clip.sampleRate).toFixed(1)
  const channels =
    clip.channelCount === 1 ? 'mono' : clip.channelCount === 2 ? 'stereo' : `${clip.channelCount} channels`
  const lines = [
    ...(proposal === null ? [] : [describeProposal(proposal)]),
    `Separated ${clip.name} (${clip.format}, ${clip.sampleRate} Hz, ${channels}, ${duration} s) into ` +
      `${separation.factors.rank} components in ${separation.seconds.toFixed(1)} s${describeCost(separation)}.`,
    ...describeChannels(options, job),
    ...describeGrouping(job),
    ...describeHints(job),
    ...describeMasks(options, job),
    '',
    'Stems'
  ]
  for (const [index, file] of exported.files.entries()) {
    const { name, componentIndices } = stems[index]!
    const held = options.isPerComponent
      ? ''
      : `, ${componentIndices.length === 1 ? 'component' : 'components'} ${componentIndices.map((k) => k + 1).join(' ')}`
    lines.push(`  ${join(options.outFolder, file.fileName)}`)
    lines.push(`      ${name}${held}, peak ${decibels(file.peakDecibels)}${clipped(file.clippedSamples)}`)
  }
  lines.push('', describeNullTest(exported.nullTest))
  if (options.projectPath !== null) lines.push(`Project: ${options.projectPath}`)
  if (options.picturePath !== null) lines.push(`Picture: ${options.picturePath}`)
  if (options.factorsFolder !== null) lines.push(`Factors: ${options.factorsFolder}`)
  return `${lines.join('\n')}\n`
}

/** What went wrong, why, and what to do. */
export function errorReport(error: AppError, fileName: string): string {
  const { title, why, next } = describeError(error.toData(), subjectOf(error, fileName))
  // A fault of the program has no sentence of its own that would help to find it.
  const cause = error.code === 'unexpected' ? `Details: ${error.message.split('\n')[0]}\n` : ''
  return `${title}.\n${why}\n${next}\n${cause}`
}

export function jsonErrorReport(error: AppError, fileName: string): unknown {
  const { title, why, next } = describeError(error.toData(), subjectOf(error, fileName))
  return { error: { code: error.code, title, why, next, details: error.details } }
}

/** An error about another file than the recording, such as templates or a folder that cannot be written, names it itself. */
function subjectOf({ code, details }: AppError, fileName: string): string | undefined {
  const isOfRecording = details['temporaryFolder'] !== undefined
  if (code === 'file-unwritable') return isOfRecording ? fileName : undefined
  return typeof details['name'] === 'string' ? undefined : fileName
}

/** How sure the program is of the sources, and what each is like. */
function describeGrouping({ grouping, sources }: JobResult): string[] {
  const [learned] = grouping?.proposals ?? []
  if (learned === undefined) return []
  const sureness = {
    good: 'is good',
    check: 'should be checked',
    unreliable: 'is unreliable: group by hand, see --groups'
  }
  const lines = [`The grouping ${sureness[learned.verdict]} (confidence ${learned.confidence.toFixed(2)}).`]
  return [...lines, ...sources.map(({ name }, index) => `  ${name}: ${learned.descriptions[index]?.sentence ?? ''}`)]
}

/** Where the number of components came from, and what speaks for it. */
function describeProposal({ proposedCount, usedCount, shares }: RankProposal): string {
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
  const whole = sum(shares)
  const percent = (share: number) => `${((100 * share) / whole).toFixed(1)} %`
  const [kept, rest] = [shares.slice(0, proposedCount), shares.slice(proposedCount)]
  const evidence =
    whole > 0 && rest.length > 0
      ? `: of ${shares.length} that were tried, these explain ${percent(sum(kept))}, ${describeRest(rest[0]! / whole)}`
      : ''
  const more = usedCount > proposedCount ? ` ${usedCount} are used, as sources and templates ask for more.` : ''
  return `The recording seems to hold ${proposedCount} components${evidence}.${more}`
}

/** @param largest share of those that are not proposed */
function describeRest(largest: number): string {
  return largest < 0.0005
    ? 'the others next to nothing'
    : `and none of the others more than ${(100 * largest).toFixed(1)} %`
}

function describeCost({ costs, parameters }: SeparationResult): string {
  const last = costs.at(-1)
  if (last === undefined) return ''
  const iterations = last.iteration < parameters.iterationCount ? ` after ${last.iteration} iterations` : ''
  return `, cost ${last.cost.toPrecision(4)}${iterations}`
}

/** What hints did. */
function describeHints({ hints, sources }: JobResult): string[] {
  if (hints === null) return []
  const moves = hints.relabelled.map(
    ({ componentIndex, source }) =>
      `${componentIndex + 1} to ${source < 0 ? 'no source' : `“${sources[source]!.name}”`}`
  )
  const moved = moves.length === 0 ? 'No component was dominated by one' : `Components moved: ${moves.join(', ')}`
  const learned = hints.hasLearned ? ` The separation learned from them in ${hints.seconds.toFixed(1)} s.` : ''
  return [`${hints.hintCount} ${hints.hintCount === 1 ? 'hint' : 'hints'} in the masks. ${moved}.${learned}`]
}

/** How the masks were made, where it is not as usual. */
function describeMasks({ maskExponent, isWiener }: SeparateOptions, { clip, exported }: JobResult): string[] {
  if (maskExponent === 1 && !isWiener) return []
  const exponent = maskExponent === 1 ? [] : [`masks of the exponent ${maskExponent}`]
  const wiener = !isWiener
    ? []
    : clip.channelCount === 2
      ? ['a Wiener filter over both channels']
      : ['no Wiener filter, as that takes two channels']
  return [`Stems: ${[...exponent, ...wiener].join(', ')}; the export took ${exported.seconds.toFixed(1)} s.`]
}

/** What was made of several channels. */
function describeChannels(options: SeparateOptions, { clip, separation }: JobResult): string[] {
  const { rank, model } = separation.factors
  if (model.kind === 'stereo') {
    if (clip.channelCount !== 2)
      return [`Each component has a gain of its own in each of the ${clip.channelCount} channels.`]
    const pans = Array.from(
      { length: rank },
      (_, k) => `${k + 1} ${describePan(componentPan(model.channelGains, rank, k))}`
    )
    return [`Places of the components between left and right: ${pans.join(', ')}.`]
  }
  if (options.parameters.isStereo && clip.channelCount === 1) {
    return ['The recording has one channel: --stereo made no difference.']
  }
  if (clip.channelCount > 2) {
    return [
      `One separation serves all ${clip.channelCount} channels: it is made from the mean of their spectra, and each stem keeps all of them.`
    ]
  }
  return []
}

function describePan(pan: number): string {
  const percent = Math.round(100 * Math.abs(pan))
  return percent === 0 ? 'middle' : `${percent} % ${pan < 0 ? 'left' : 'right'}`
}

function describeNullTest({ isExact, peakDecibels }: NullTest): string {
  if (isExact && peakDecibels === null) return 'The stems add up to the recording exactly.'
  if (isExact) return `The stems add up to the recording within ${decibels(peakDecibels)}.`
  return (
    `The stems do not add up to the recording: the difference reaches ${decibels(peakDecibels)}, ` +
    'as some samples did not fit the format. --format wav32f holds them.'
  )
}

function decibels(value: number | null): string {
  return value === null ? 'silence' : `${value.toFixed(1)} dBFS`
}

function clipped(count: number): string {
  return count === 0 ? '' : `, ${count} samples cut at full scale`
}
