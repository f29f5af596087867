import { MPEGDecoder } from 'mpg123-decoder'
import type { ClipWarning } from '@core/audio/audio-clip'
import type { FileBytes } from '../file-bytes'
import { SampleWriter } from '../samples/sample-writer'
import type { Decoding, DecodingLimits } from './decoding'
import { walkMpegFrames, type MpegStream } from './mpeg-frames'

const sliceBytes = 16_384
/** Walking the headers takes about this part of the whole. */
const walkingFraction = 0.1

/** Every decoder of layer III gives the sound this much late, besides the encoder's own delay. */
const decoderDelaySamples = 529

/**
 * Decodes an MP3 stream. Only whole frames reach the decoder: it says little about lost ones, so the frame headers and the
 * encoder's notes tell beforehand how many samples there must be.
 *
 * @param start the first frame, see sniffAudio
 */
export async function* decodeMp3(file: FileBytes, start: number, limits: DecodingLimits): Decoding {
  const stream = yield* walkInTurns(file, start)
  const { header } = stream
  const trim = gaplessTrim(stream)
  const writer = new SampleWriter({
    ...limits,
    expectedSamples: stream.frameCount * header.frameSamples,
    skipSamples: trim.startSamples
  })
  const decoder = new MPEGDecoder({ enableGapless: false })
  let errorCount = 0
  let isComplete = false
  try {
    await decoder.ready
    for (const run of stream.runs) {
      for (let offset = run.start; offset < run.end; offset += sliceBytes) {
        const decoded = decoder.decode(file.read(offset, Math.min(run.end, offset + sliceBytes)))
        errorCount += decoded.errors.length
        // The decoder gives mono as two equal channels.
        writer.append(decoded.channelData.slice(0, header.channelCount))
        yield walkingFraction + (1 - walkingFraction) * (offset / file.byteLength)
      }
    }
    const finished = writer.finish(header.sampleRate, trim.endSamples)
    isComplete = true
    const losses = lossWarnings(stream, trim, finished.store.lengthSamples, errorCount)
    return { ...finished, format: 'MP3', warnings: [...losses, ...finished.warnings] }
  } finally {
    decoder.free()
    if (!isComplete) writer.discard()
  }
}

async function* walkInTurns(file: FileBytes, start: number): AsyncGenerator<number, MpegStream> {
  const walk = walkMpegFrames(file, start)
  yield 0
  for (;;) {
    const step = walk.next()
    if (step.done) return step.value
    yield walkingFraction * step.value
  }
}

function gaplessTrim({ info, isCut, frameCount, lostBytes }: MpegStream): { startSamples: number; endSamples: number } {
  if (info?.delaySamples == null || info.paddingSamples === null) return { startSamples: 0, endSamples: 0 }
  const hasEnd = !isCut && (frameCount >= (info.frameCount ?? 0) || lostBytes > 0)
  return {
    startSamples: info.delaySamples + decoderDelaySamples,
    endSamples: hasEnd ? Math.max(0, info.paddingSamples - decoderDelaySamples) : 0
  }
}

function lossWarnings(
  { info, header, frameCount, lostBytes, isCut, hasGoodChecksum }: MpegStream,
  trim: { startSamples: number; endSamples: number },
  decodedSamples: number,
  errorCount: number
): ClipWarning[] {
  const frames = Math.max(info?.frameCount ?? 0, frameCount)
  const endSamples = Math.max(0, (info?.paddingSamples ?? decoderDelaySamples) - decoderDelaySamples)
  const declaredSamples = frames * header.frameSamples - trim.startSamples - endSamples
  const isShort = decodedSamples < declaredSamples
  const hasHoles = lostBytes > 0 || errorCount > 0 || !hasGoodChecksum
  const warnings: ClipWarning[] = []
  if (hasHoles) warnings.push({ kind: 'damaged', details: { declaredSamples, decodedSamples, lostBytes } })
  if (isCut || (isShort && !hasHoles))
    warnings.push({ kind: 'truncated', details: { declaredSamples, decodedSamples } })
  return warnings
}
