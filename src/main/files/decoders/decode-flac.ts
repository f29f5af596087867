import { createHash } from 'node:crypto'
import { FLACDecoder } from '@wasm-audio-decoders/flac'
import type { ClipWarning } from '@core/audio/audio-clip'
import { AppError } from '@core/errors'
import type { FileBytes } from '../file-bytes'
import { SampleWriter } from '../samples/sample-writer'
import type { Decoding, DecodingLimits } from './decoding'
import { hasLastFlacFrame, readFlacStreamInfo, type FlacStreamInfo } from './flac-stream'

const sliceBytes = 65_536

/**
 * Decodes a FLAC stream and compares it with what its STREAMINFO block declares: the length, and the MD5 of the samples.
 *
 * @param start where the mark "fLaC" stands
 * @throws AppError 'damaged-file' {problem}
 */
export async function* decodeFlac(file: FileBytes, start: number, limits: DecodingLimits): Decoding {
  const info = readFlacStreamInfo(file, start)
  const writer = new SampleWriter({ ...limits, expectedSamples: info.lengthSamples })
  const checksum = createHash('md5')
  const decoder = new FLACDecoder()
  let errorCount = 0
  let isComplete = false
  try {
    await decoder.ready
    for (let offset = start; offset < file.byteLength + sliceBytes; offset += sliceBytes) {
      const isEnd = offset >= file.byteLength
      const decoded = isEnd ? await decoder.flush() : await decoder.decode(file.read(offset, offset + sliceBytes))
      errorCount += decoded.errors.length
      if (decoded.samplesDecoded > 0) {
        requireSameStream(decoded.sampleRate, decoded.channelData.length, info)
        if (info.bits <= 24) checksum.update(restoreIntegers(decoded.channelData, info.bits))
        writer.append(decoded.channelData)
      }
      yield Math.min(1, offset / file.byteLength)
    }
    const finished = writer.finish(info.sampleRate)
    isComplete = true
    const hasGoodChecksum = info.md5 === null || info.bits > 24 || checksum.digest('hex') === info.md5
    const losses = lossWarnings(file, start, info, finished.store.lengthSamples, errorCount, hasGoodChecksum)
    return { ...finished, format: `FLAC ${info.bits} bit`, warnings: [...losses, ...finished.warnings] }
  } finally {
    decoder.free()
    if (!isComplete) writer.discard()
  }
}

/**
 * Puts the file's integers back: the decoder divides them by 2^(bits − 1) − 1, every other part of the program by 2^(bits − 1).
 * The channels are corrected in place; what is returned is what the stream's MD5 is made of.
 */
function restoreIntegers(channels: Float32Array[], bits: number): Uint8Array {
  const steps = 2 ** (bits - 1)
  const sampleBytes = Math.ceil(bits / 8)
  const frameBytes = sampleBytes * channels.length
  const packed = new Uint8Array(channels[0]!.length * frameBytes)
  channels.forEach((samples, channel) => {
    let at = channel * sampleBytes
    for (let i = 0; i < samples.length; i++, at += frameBytes) {
      const value = Math.round(samples[i]! * (steps - 1))
      samples[i] = value / steps
      packed[at] = value
      if (sampleBytes > 1) packed[at + 1] = value >> 8
      if (sampleBytes > 2) packed[at + 2] = value >> 16
    }
  })
  return packed
}

function requireSameStream(sampleRate: number, channelCount: number, info: FlacStreamInfo): void {
  if (sampleRate === info.sampleRate && channelCount === info.channelCount) return
  const problem = `its frames are ${channelCount} × ${sampleRate} Hz, its header says ${info.channelCount} × ${info.sampleRate} Hz`
  throw new AppError('damaged-file', `FLAC: ${problem}`, { problem })
}

function lossWarnings(
  file: FileBytes,
  start: number,
  info: FlacStreamInfo,
  decodedSamples: number,
  errorCount: number,
  hasGoodChecksum: boolean
): ClipWarning[] {
  const details = { declaredSamples: info.lengthSamples, decodedSamples }
  const isComplete = info.lengthSamples === null || decodedSamples === info.lengthSamples
  if (isComplete && hasGoodChecksum && errorCount === 0) return []
  if (isComplete || decodedSamples > info.lengthSamples!) return [{ kind: 'damaged', details }]
  return [{ kind: hasLastFlacFrame(file, start, info) ? 'damaged' : 'truncated', details }]
}
