import { cosineRamp } from '@core/audio/cosine-ramp'
import { keptRanges, rampJoins } from '@core/audio/cut-joins'
import { countSamples, type SampleRange } from '@core/audio/sample-range'
import { applyGains } from '@core/audio/timed-gain'
import { wavHeader, wavPaddingBytes } from '@core/audio/wav-writer'
import type { ExportFormat, ExportResult, StemShaping } from '@core/contract/export-schemas'
import { cancelled, type CallContext, type Outcome } from '@core/contract/rpc'
import { AppError } from '@core/errors'
import type { RecordedSamples } from '@core/audio/sample-source'
import { MaskStream } from '@core/separation/mask-stream'
import { noTimedEdits, placeEdits, type PlacedEdits } from '@core/separation/timed-edits'
import type { SourceShaping } from '@core/separation/weighted-masks'
import type { Separation } from './result-store'
import { shapeSources } from './stem-shaping'
import { StagedFiles } from './staged-files'
import { peakDecibels } from './stem-peaks'
import { planStems, type PlannedFile, type StemRequests } from './stem-plan'
import { BlockSummer, type FileLevel } from './stem-writer'
import { createGate, SliceTimer } from './time-slices'

const blockSamples = 8192
const reportMilliseconds = 100
/** Before that an estimate of the time left would jump. */
const firstEstimateSeconds = 0.5
const bytesPerSample = { wav16: 2, wav24: 3, wav32f: 4 } as const
/** Files of 32-bit floats count as exact below one step of 24 bit. */
const exactFloatDifference = 2 ** -23

export interface StemExport extends StemRequests {
  readonly audio: RecordedSamples
  readonly separation: Separation
  readonly folder: string
  readonly format: ExportFormat
  readonly mayOverwrite: boolean
  /** the recording's own file is never replaced */
  readonly recordingPath: string
  /** missing: the masks as they are */
  readonly shaping?: StemShaping | undefined
}

/**
 * Writes stems as WAV files of the recording's rate, channels and length without what is cut, block by block.
 * All files appear at the end, together; a cancel or a failure leaves none. See `planStems` for what each of them holds.
 *
 * @throws AppError 'invalid-argument', 'shape-mismatch', 'file-unwritable'
 */
export async function exportStems(
  options: StemExport,
  context: CallContext<{ fraction: number; remainingSeconds: number | null }>
): Promise<Outcome<ExportResult>> {
  const { audio, format, separation } = options
  const startTime = performance.now()
  const plan = planStems(options, separation.factors.rank)
  const { sampleRate, channelCount } = audio
  const edits = placeEdits(options.edits ?? noTimedEdits, audio)
  const kept = keptRanges(edits.cuts, audio.lengthSamples)
  const lengthSamples = countSamples(kept)
  if (lengthSamples === 0) throw new AppError('invalid-argument', 'cuts leave nothing of the recording', {})
  const shaped = await shapeSources(options, context)
  if (shaped.kind !== 'done') return cancelled
  const shape = { format, sampleRate, channelCount, lengthSamples }
  const header = wavHeader(shape)
  const padding = new Uint8Array(wavPaddingBytes(shape))
  const files = await StagedFiles.open({
    folder: options.folder,
    fileNames: plan.files.map(({ fileName }) => fileName),
    fileBytes: header.byteLength + lengthSamples * channelCount * bytesPerSample[format] + padding.byteLength,
    mayOverwrite: options.mayOverwrite,
    protectedPath: options.recordingPath
  })
  let isComplete = false
  try {
    for (const index of plan.files.keys()) await files.write(index, header)
    const summer = new BlockSummer(format, channelCount, blockSamples)
    const levels = plan.files.map((): FileLevel => ({ peak: 0, clippedSamples: 0 }))
    const outcome = await writeBlocks(
      { options, shaping: shaped.value, plan: plan.files, edits, kept, files, summer, levels },
      context
    )
    if (outcome === 'cancelled') return cancelled
    for (const index of plan.files.keys()) await files.write(index, padding)
    await files.commit()
    isComplete = true
    const difference = summer.differencePeak
    const isExact = format === 'wav32f' ? difference < exactFloatDifference : difference === 0
    return {
      kind: 'done',
      value: {
        files: plan.files.map(({ fileName }, index) => ({
          fileName,
          peakDecibels: peakDecibels(levels[index]!.peak),
          clippedSamples: levels[index]!.clippedSamples
        })),
        seconds: (performance.now() - startTime) / 1000,
        nullTest: { isExpected: plan.isPartition, isExact, peakDecibels: peakDecibels(difference) }
      }
    }
  } finally {
    if (!isComplete) await files.discard()
  }
}

interface Writing {
  readonly options: StemExport
  readonly shaping: SourceShaping | null
  readonly plan: readonly PlannedFile[]
  readonly edits: PlacedEdits
  readonly kept: readonly SampleRange[]
  readonly files: StagedFiles
  readonly summer: BlockSummer
  readonly levels: readonly FileLevel[]
}

async function writeBlocks(
  { options, shaping, plan, edits, kept, files, summer, levels }: Writing,
  context: CallContext<{ fraction: number; remainingSeconds: number | null }>
): Promise<'done' | 'cancelled'> {
  const { audio } = options
  const streams = plan.map((file) => openStream(options, file, edits, shaping))
  const [mix, stem] = [createBlock(audio.channelCount), createBlock(audio.channelCount)]
  const ramp = cosineRamp(audio.sampleRate)
  const timer = new SliceTimer()
  const reportBlock = createReport(countSamples(kept), context)

  for (const { from, count, range, isFirst } of blocksOf(kept)) {
    const change = (block: readonly Float32Array[]) => {
      applyGains(block, count, from, edits.mix)
      rampJoins(block, { from, count, kept: range, lengthSamples: audio.lengthSamples }, ramp)
    }
    mix.forEach((samples, channel) => audio.read(channel, from, samples))
    change(mix)
    summer.startBlock()
    for (const [index, stream] of streams.entries()) {
      await timer.pause()
      if (context.interruption() === 'cancel') return 'cancelled'
      if (isFirst) stream?.seek(from)
      stream?.read(stem, count)
      if (stream !== null) change(stem)
      const level = levels[index]!
      const bytes = stream === null ? summer.encodeRemainder(mix, count, level) : summer.encodeStem(stem, count, level)
      await files.write(index, bytes)
    }
    summer.compare(mix, count)
    reportBlock(count)
  }
  return 'done'
}

/** The kept samples in blocks that do not reach over a join. */
function* blocksOf(kept: readonly SampleRange[]) {
  for (const range of kept) {
    for (let from = range.startSample; from < range.endSample; from += blockSamples) {
      const count = Math.min(blockSamples, range.endSample - from)
      yield { from, count, range, isFirst: from === range.startSample }
    }
  }
}

/** Tells how far it is, now and then; to be called after each block. */
function createReport(
  lengthSamples: number,
  context: CallContext<{ fraction: number; remainingSeconds: number | null }>
): (count: number) => void {
  const isReportDue = createGate(reportMilliseconds)
  const startTime = performance.now()
  let written = 0
  return (count) => {
    written += count
    if (!isReportDue()) return
    const fraction = written / lengthSamples
    const elapsedSeconds = (performance.now() - startTime) / 1000
    const isKnown = elapsedSeconds > firstEstimateSeconds
    context.reportProgress({
      fraction,
      remainingSeconds: isKnown ? (elapsedSeconds / fraction) * (1 - fraction) : null
    })
  }
}

function createBlock(channelCount: number): Float32Array[] {
  return Array.from({ length: channelCount }, () => new Float32Array(blockSamples))
}

function openStream(
  { audio, separation }: StemExport,
  { gains, isTimed }: PlannedFile,
  edits: PlacedEdits,
  shaping: SourceShaping | null
): MaskStream | null {
  if (gains === null) return null
  const { factors, parameters } = separation
  const { windowSamples, hopSamples } = parameters
  const stream = new MaskStream({ source: audio, factors, windowSamples, hopSamples, sampleRate: audio.sampleRate })
  stream.setShaping(shaping)
  stream.setGains(gains)
  if (isTimed) stream.setTimedGains(edits.components, edits.action)
  return stream
}
