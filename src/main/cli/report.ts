import { join } from 'node:path'
import { describeError, describeWarning } from '@core/contract/error-sentences'
import type { NullTest } from '@core/contract/engine'
import type { AppError } from '@core/errors'
import type { SeparateOptions } from './arguments'
import type { JobResult } from './job'

/** The result as plain data for `--json`. Components are numbered from 1, as the editor shows them. */
export function jsonReport(options: SeparateOptions, { clip, separation, stems, exported }: JobResult): unknown {
  const { componentCount, beta, iterationCount, seed, windowSamples, hopSamples } = separation.parameters
  return {
    input: {
      path: options.inputPath,
      format: clip.format,
      sampleRate: clip.sampleRate,
      channels: clip.channelCount,
      lengthSamples: clip.lengthSamples,
      durationSeconds: clip.lengthSamples / clip.sampleRate,
      sha256: clip.sha256
    },
    parameters: {
      components: componentCount,
      divergence: beta,
      iterations: iterationCount,
      seed,
      window: windowSamples,
      hop: hopSamples,
      sources: options.sourceCount,
      format: options.format
    },
    cost: separation.costs.at(-1) ?? null,
    seconds: separation.seconds,
    files: exported.files.map((file, index) => ({
      path: join(options.outFolder, file.fileName),
      name: stems[index]!.name,
      components: stems[index]!.componentIndices.map((component) => component + 1),
      peakDecibels: file.peakDecibels,
      clippedSamples: file.clippedSamples
    })),
    nullTest: exported.nullTest,
    project: options.projectPath,
    picture: options.picturePath,
    warnings: clip.warnings.map((warning) => ({
      ...warning,
      message: describeWarning(warning, clip.name, clip.sampleRate)
    }))
  }
}

/** The result in a few lines for a person. */
export function humanReport(options: SeparateOptions, { clip, separation, stems, exported }: JobResult): string {
  const duration = (clip.lengthSamples / clip.sampleRate).toFixed(1)
  const channels =
    clip.channelCount === 1 ? 'mono' : clip.channelCount === 2 ? 'stereo' : `${clip.channelCount} channels`
  const lines = [
    `Separated ${clip.name} (${clip.format}, ${clip.sampleRate} Hz, ${channels}, ${duration} s) into ` +
      `${separation.factors.rank} components in ${separation.seconds.toFixed(1)} s, ` +
      `cost ${(separation.costs.at(-1) ?? NaN).toPrecision(4)}.`,
    ...(clip.channelCount > 2 ? [describeManyChannels(clip.channelCount)] : []),
    '',
    'Stems'
  ]
  for (const [index, file] of exported.files.entries()) {
    const { name, componentIndices } = stems[index]!
    const held = options.isPerComponent ? '' : `, components ${componentIndices.map((k) => k + 1).join(' ')}`
    lines.push(`  ${join(options.outFolder, file.fileName)}`)
    lines.push(`      ${name}${held}, peak ${decibels(file.peakDecibels)}${clipped(file.clippedSamples)}`)
  }
  lines.push('', describeNullTest(exported.nullTest))
  if (options.projectPath !== null) lines.push(`Project: ${options.projectPath}`)
  if (options.picturePath !== null) lines.push(`Picture: ${options.picturePath}`)
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

/** An error about another file, such as a folder that cannot be written, names it itself. */
function subjectOf(error: AppError, fileName: string): string | undefined {
  return error.code === 'file-unwritable' ? undefined : fileName
}

function describeManyChannels(channelCount: number): string {
  return `One separation serves all ${channelCount} channels: it is made from the mean of their spectra, and each stem keeps all of them.`
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
