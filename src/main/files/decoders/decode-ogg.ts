import { OggVorbisDecoder } from '@wasm-audio-decoders/ogg-vorbis'
import { OggOpusDecoder } from 'ogg-opus-decoder'
import type { ClipWarning } from '@core/audio/audio-clip'
import { latinText } from '@core/audio/byte-reader'
import { AppError } from '@core/errors'
import type { FileBytes } from '../file-bytes'
import { SampleWriter } from '../samples/sample-writer'
import type { Decoding, DecodingLimits } from './decoding'
import { walkOggPages, type OggPage } from './ogg-pages'

const sliceBytes = 16_384

/** More samples than the first page with sound can hold: 255 packets, none longer than this. */
const longestPageSamples = 255 * 8192

const codecs = {
  vorbis: { name: 'Ogg Vorbis', mark: '\x01vorbis', createDecoder: () => new OggVorbisDecoder() },
  opus: { name: 'Opus', mark: 'OpusHead', createDecoder: () => new OggOpusDecoder() }
}

/** What the pages say about the stream, gathered while they are fed to the decoder. */
interface StreamFacts {
  readonly serial: number
  readonly sampleRate: number
  readonly channelCount: number
  readonly preSkipSamples: number
  firstGranule: number | null
  lastGranule: number
  nextSequence: number
  lostPages: number
  lostBytes: number
  hasEnd: boolean
  isCut: boolean
  ignoredBytes: number
}

/**
 * Decodes the first Vorbis or Opus stream of an Ogg file. The pages' checksums, numbers and positions are compared with what
 * comes out, because the decoders report neither lost nor damaged pages.
 *
 * @param start the first page
 * @throws AppError 'damaged-file' {problem}
 */
export async function* decodeOgg(
  file: FileBytes,
  start: number,
  kind: 'vorbis' | 'opus',
  limits: DecodingLimits
): Decoding {
  const { name, createDecoder } = codecs[kind]
  const facts = readStreamFacts(file, start, kind)
  const writer = new SampleWriter(limits)
  const decoder = createDecoder()
  let errorCount = 0
  let isComplete = false
  const take = (decoded: { channelData: Float32Array[]; sampleRate: number; errors: readonly unknown[] }): void => {
    errorCount += decoded.errors.length
    writer.append(decoded.channelData)
  }
  try {
    await decoder.ready
    for (const run of runsOfPages(walkOggPages(file, start), facts)) {
      take(await decoder.decode(file.read(run.start, run.end)))
      yield run.end / file.byteLength
    }
    take(await decoder.flush())
    const declaredSamples = declaredLength(facts)
    const excessSamples = declaredSamples === null ? 0 : Math.max(0, writer.lengthSamples - declaredSamples)
    const finished = writer.finish(facts.sampleRate, excessSamples)
    const { channelCount, lengthSamples } = finished.store
    if (channelCount !== facts.channelCount) {
      throw damaged(`${channelCount} channels instead of ${facts.channelCount}`)
    }
    isComplete = true
    const losses = lossWarnings(facts, declaredSamples, lengthSamples, errorCount)
    return { ...finished, format: name, warnings: [...losses, ...finished.warnings] }
  } finally {
    decoder.free()
    if (!isComplete) writer.discard()
  }
}

/** Joins the stream's pages to slices for the decoder, and notes what they say. */
function* runsOfPages(
  pages: ReturnType<typeof walkOggPages>,
  facts: StreamFacts
): Generator<{ start: number; end: number }> {
  let run = { start: 0, end: 0 }
  for (const page of pages) {
    if (facts.hasEnd) {
      facts.ignoredBytes += page.end - page.start
      continue
    }
    if (page.kind === 'gap') {
      if (page.isCut) facts.isCut = true
      else facts.lostBytes += page.end - page.start
      continue
    }
    if (page.serial !== facts.serial) continue
    notePage(page, facts)
    if (page.start !== run.end || page.end - run.start > sliceBytes) {
      if (run.end > run.start) yield run
      run = { start: page.start, end: page.end }
    } else {
      run.end = page.end
    }
  }
  if (run.end > run.start) yield run
}

function notePage(page: OggPage, facts: StreamFacts): void {
  facts.lostPages += Math.max(0, page.sequence - facts.nextSequence)
  facts.nextSequence = page.sequence + 1
  facts.hasEnd = page.isLast
  if (page.granule === null) return
  if (page.granule > 0) facts.firstGranule ??= page.granule
  facts.lastGranule = page.granule
}

function readStreamFacts(file: FileBytes, start: number, kind: 'vorbis' | 'opus'): StreamFacts {
  const { mark } = codecs[kind]
  for (const page of walkOggPages(file, start)) {
    if (page.kind === 'gap') continue
    if (!page.isFirst) break
    const packet = Buffer.from(file.read(page.dataStart, page.end))
    if (packet.length < 19 || latinText(packet.subarray(0, mark.length)) !== mark) continue
    const isVorbis = kind === 'vorbis'
    const channelCount = packet[isVorbis ? 11 : 9]!
    // Opus always decodes to 48 kHz; what it was made from is a remark only.
    const sampleRate = isVorbis ? packet.readUInt32LE(12) : 48_000
    if (channelCount === 0 || sampleRate === 0) throw damaged(`it says ${channelCount} channels, ${sampleRate} Hz`)
    const preSkipSamples = isVorbis ? 0 : packet.readUInt16LE(10)
    const counts = { lastGranule: 0, nextSequence: page.sequence, lostPages: 0, lostBytes: 0, ignoredBytes: 0 }
    const flags = { firstGranule: null, hasEnd: false, isCut: false }
    return { serial: page.serial, sampleRate, channelCount, preSkipSamples, ...counts, ...flags }
  }
  throw damaged('the first page of the stream is damaged')
}

/** Only the last page tells the length; a stream cut out of a broadcast does not begin at 0, so its length is unknown. */
function declaredLength(facts: StreamFacts): number | null {
  const isCutOut = facts.firstGranule !== null && facts.firstGranule > longestPageSamples
  return facts.hasEnd && !isCutOut ? facts.lastGranule - facts.preSkipSamples : null
}

function lossWarnings(
  facts: StreamFacts,
  declaredSamples: number | null,
  decodedSamples: number,
  errorCount: number
): ClipWarning[] {
  const details = { declaredSamples, decodedSamples }
  const isShort = declaredSamples !== null && decodedSamples < declaredSamples
  const warnings: ClipWarning[] = []
  if (isShort || errorCount > 0 || facts.lostPages > 0 || facts.lostBytes > 0) {
    warnings.push({ kind: 'damaged', details: { ...details, lostPages: facts.lostPages } })
  }
  if (!facts.hasEnd) warnings.push({ kind: 'truncated', details })
  if (facts.ignoredBytes > 0) warnings.push({ kind: 'trailing-data', details: { bytes: facts.ignoredBytes } })
  return warnings
}

function damaged(problem: string): AppError {
  return new AppError('damaged-file', `Ogg: ${problem}`, { problem })
}
