/** A sine of amplitude ±`amplitude`; `hertz` may lie anywhere, `count` samples from phase 0. */
export function makeTone(hertz: number, sampleRate: number, count: number, amplitude = 0.5): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => amplitude * Math.sin((2 * Math.PI * hertz * i) / sampleRate))
}

export interface WavParts {
  /** "RIFF" unless said otherwise */
  readonly container?: 'RIFF' | 'RF64' | 'BW64'
  /** format tag: 1 PCM, 3 float, 6 A-law, 7 µ-law */
  readonly tag?: number
  readonly isExtensible?: boolean
  readonly channelCount?: number
  readonly sampleRate?: number
  readonly bits?: number
  /** bytes of one sample of all channels; right unless said otherwise */
  readonly blockBytes?: number
  readonly data: Uint8Array
  /** what the data chunk says; the true length unless said otherwise */
  readonly declaredBytes?: number
  readonly chunksBefore?: readonly (readonly [id: string, content: Uint8Array])[]
  /** raw bytes behind the data chunk */
  readonly after?: Uint8Array
}

/** A WAV file from its parts, as right or as wrong as a test wants it. */
export function makeWav(parts: WavParts): Uint8Array {
  const { container = 'RIFF', tag = 1, channelCount = 1, sampleRate = 44_100, bits = 16, data } = parts
  const blockBytes = parts.blockBytes ?? channelCount * Math.ceil(bits / 8)
  const fmt = [u16(parts.isExtensible ? 0xfffe : tag), u16(channelCount), u32(sampleRate)]
  fmt.push(u32((sampleRate * blockBytes) >>> 0), u16(blockBytes), u16(bits))
  if (parts.isExtensible) fmt.push(u16(22), u16(bits), u32(0), u16(tag), hex('000000001000800000aa00389b71'))
  const declared = parts.declaredBytes ?? data.length
  const is64 = container !== 'RIFF'
  const body = join([
    ascii('WAVE'),
    ...(is64 ? [chunk('ds64', join([u64(0), u64(declared), u64(0), u32(0)]))] : []),
    ...(parts.chunksBefore ?? []).map(([id, content]) => chunk(id, content)),
    chunk('fmt ', join(fmt)),
    ascii('data'),
    u32(is64 ? 0xffff_ffff : declared),
    data,
    new Uint8Array(data.length % 2),
    parts.after ?? new Uint8Array(0)
  ])
  return join([ascii(container), u32(is64 ? 0xffff_ffff : body.length), body])
}

/** A chunk with its length, filled up to an even one. */
export function chunk(id: string, content: Uint8Array): Uint8Array {
  return join([ascii(id), u32(content.length), content, new Uint8Array(content.length % 2)])
}

/** 16-bit little-endian samples, interleaved. */
export function int16Data(values: readonly number[]): Uint8Array {
  return new Uint8Array(Int16Array.from(values).buffer)
}

export function float32Data(values: readonly number[]): Uint8Array {
  return new Uint8Array(Float32Array.from(values).buffer)
}

export function join(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts))
}

export function ascii(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'latin1'))
}

export function hex(digits: string): Uint8Array {
  return new Uint8Array(Buffer.from(digits, 'hex'))
}

function u16(value: number): Uint8Array {
  return Uint8Array.of(value, value >> 8)
}

function u32(value: number): Uint8Array {
  return new Uint8Array(Uint32Array.of(value).buffer)
}

function u64(value: number): Uint8Array {
  return new Uint8Array(BigUint64Array.of(BigInt(value)).buffer)
}
