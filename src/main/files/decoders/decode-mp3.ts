import { MPEGDecoder } from 'mpg123-decoder'
import type { ClipWarning } from '@core/audio/audio-clip'
import { ClipCollector, type Decoding } from './clip-collector'
import { walkMpegFrames, type MpegStream } from './mpeg-frames'

const sliceBytes = 16_384

/** Every decoder of layer III gives the sound this much late, besides the encoder's own delay. */
const decoderDelaySamples = 529

/**
 * Decodes an MP3 stream. Only whole frames reach the decoder: it says little about lost ones, so the frame headers and the
 * encoder's notes tell beforehand how many samples there must be.
 *
 * @param start the first frame, see sniffAudio
 */
export async function* decodeMp3(bytes: Uint8Array, start: number): Decoding {
  const stream = walkMpegFrames(bytes, start)
  yield 0
  const { header } = stream
  const collector = new ClipCollector(stream.frameCount * header.frameSamples)
  const decoder = new MPEGDecoder({ enableGapless: false })
  let errorCount = 0
  try {
    await decoder.ready
    for (const run of stream.runs) {
      for (let offset = run.start; offset < run.end; offset += sliceBytes) {
        const decoded = decoder.decode(bytes.subarray(offset, Math.min(run.end, offset + sliceBytes)))
        errorCount += decoded.errors.length
        // The decoder gives mono as two equal channels.
        collector.append(decoded.channelData.slice(0, header.channelCount))
        yield offset / bytes.length
      }
    }
  } finally {
    decoder.free()
  }
  const trim = gaplessTrim(stream)
  const { channels, warnings } = collector.finish(trim)
  const decodedSamples = channels[0]!.length
  return {
    sampleRate: header.sampleRate,
    channels,
    format: 'MP3',
    warnings: [...lossWarnings(stream, trim, decodedSamples, errorCount), ...warnings]
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
