import { AppError } from '../errors'

export type WavFormat = 'wav16' | 'wav24' | 'wav32f'

export interface WavHeaderOptions {
  readonly format: WavFormat
  readonly sampleRate: number
  readonly channelCount: number
  /** per channel */
  readonly lengthSamples: number
}

const sampleBytes: Readonly<Record<WavFormat, number>> = { wav16: 2, wav24: 3, wav32f: 4 }

const subFormatTail = [0x00, 0x00, 0x00, 0x00, 0x10, 0x00, 0x80, 0x00, 0x00, 0xaa, 0x00, 0x38, 0x9b, 0x71]

/** Loudspeakers in the order of the samples: mono, stereo, 3.0, quad, 5.0, 5.1, 6.1, 7.1; others are left open. */
const channelMasks = [0, 0x4, 0x3, 0x7, 0x33, 0x37, 0x3f, 0x70f, 0x63f]

/**
 * Everything of a WAV file that stands before its samples. Above 4 GiB it is RF64 with a ds64 chunk; with more than two channels
 * the format is EXTENSIBLE (24 bit alone does not need it, and some readers know only plain PCM). The samples follow, then `wavPaddingBytes` zeros.
 *
 * @throws AppError 'invalid-argument'
 * @see EBU Tech 3306 (RF64)
 */
export function wavHeader(options: WavHeaderOptions): Uint8Array {
  const { format, sampleRate, channelCount, lengthSamples } = options
  const frameBytes = sampleBytes[format] * channelCount
  if (!(channelCount > 0 && frameBytes <= 0xffff && sampleRate > 0 && lengthSamples >= 0)) {
    throw new AppError('invalid-argument', 'a WAV file cannot have this shape', {
      sampleRate,
      channelCount,
      lengthSamples
    })
  }
  const isFloat = format === 'wav32f'
  const isExtensible = channelCount > 2
  const fmtBytes = isExtensible ? 40 : isFloat ? 18 : 16
  const factBytes = isFloat ? 12 : 0
  const dataBytes = lengthSamples * frameBytes
  const bodyBytes = 4 + 8 + fmtBytes + factBytes + 8 + dataBytes + wavPaddingBytes(options)
  const isLarge = bodyBytes + 36 > 0xffff_ffff
  const riffBytes = bodyBytes + (isLarge ? 36 : 0)

  const writer = new ChunkWriter(12 + (isLarge ? 36 : 0) + 8 + fmtBytes + factBytes + 8)
  writer
    .text(isLarge ? 'RF64' : 'RIFF')
    .u32(isLarge ? 0xffff_ffff : riffBytes)
    .text('WAVE')
  if (isLarge) writer.text('ds64').u32(28).u64(riffBytes).u64(dataBytes).u64(lengthSamples).u32(0)

  const tag = isFloat ? 3 : 1
  writer
    .text('fmt ')
    .u32(fmtBytes)
    .u16(isExtensible ? 0xfffe : tag)
    .u16(channelCount)
    .u32(sampleRate)
  writer
    .u32(sampleRate * frameBytes)
    .u16(frameBytes)
    .u16(sampleBytes[format] * 8)
  if (isExtensible) {
    writer
      .u16(22)
      .u16(sampleBytes[format] * 8)
      .u32(channelMasks[channelCount] ?? 0)
      .u16(tag)
      .bytes(subFormatTail)
  } else if (isFloat) writer.u16(0)
  if (isFloat) writer.text('fact').u32(4).u32(Math.min(lengthSamples, 0xffff_ffff))
  writer.text('data').u32(isLarge ? 0xffff_ffff : dataBytes)
  return writer.written
}

/** Zeros to write after the samples: a chunk of odd length is filled up to an even one. */
export function wavPaddingBytes(options: WavHeaderOptions): 0 | 1 {
  return (options.lengthSamples * options.channelCount * sampleBytes[options.format]) % 2 === 0 ? 0 : 1
}

/** Integer steps from 0 to full scale. */
export function integerSteps(format: 'wav16' | 'wav24'): number {
  return format === 'wav16' ? 0x8000 : 0x80_0000
}

/**
 * The first `count` samples of every channel as WAV data: interleaved, little-endian.
 *
 * @param channels integers in −steps … steps − 1, see integerSteps
 */
export function encodeIntegers(format: 'wav16' | 'wav24', channels: Int32Array[], count: number): Uint8Array {
  const bytes = new Uint8Array(count * channels.length * sampleBytes[format])
  let at = 0
  for (let i = 0; i < count; i++) {
    for (const channel of channels) {
      const value = channel[i]!
      bytes[at++] = value
      bytes[at++] = value >> 8
      if (format === 'wav24') bytes[at++] = value >> 16
    }
  }
  return bytes
}

/** The first `count` samples of every channel as WAV data: 32-bit floats, interleaved, little-endian. */
export function encodeFloats(channels: Float32Array[], count: number): Uint8Array {
  const bytes = new Uint8Array(count * channels.length * 4)
  const view = new DataView(bytes.buffer)
  let at = 0
  for (let i = 0; i < count; i++) {
    for (const channel of channels) {
      view.setFloat32(at, channel[i]!, true)
      at += 4
    }
  }
  return bytes
}

class ChunkWriter {
  readonly written: Uint8Array
  readonly #view: DataView
  #at = 0

  constructor(byteLength: number) {
    this.written = new Uint8Array(byteLength)
    this.#view = new DataView(this.written.buffer)
  }

  text(text: string): this {
    return this.bytes([...text].map((character) => character.charCodeAt(0)))
  }

  bytes(values: readonly number[]): this {
    this.written.set(values, this.#at)
    this.#at += values.length
    return this
  }

  u16(value: number): this {
    this.#view.setUint16(this.#at, value, true)
    this.#at += 2
    return this
  }

  u32(value: number): this {
    this.#view.setUint32(this.#at, value, true)
    this.#at += 4
    return this
  }

  u64(value: number): this {
    this.#view.setBigUint64(this.#at, BigInt(value), true)
    this.#at += 8
    return this
  }
}
