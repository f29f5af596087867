export type WavEncoding = 'unsigned' | 'signed' | 'float' | 'a-law' | 'mu-law'

/** How samples are written, all channels of one moment side by side. */
export interface SampleEncoding {
  readonly encoding: WavEncoding
  /** bytes of one sample as stored; samples with fewer bits are left-justified in it */
  readonly sampleBytes: number
}

/**
 * Converts samples of a WAV file to floating point: integers are divided by 2^(bits − 1), so that full scale is −1 … 1.
 *
 * @param bytes   from the first sample to convert on
 * @param outputs one array per channel, all of one length, filled from their beginning
 */
export function convertWavSamples(
  bytes: Uint8Array,
  { encoding, sampleBytes }: SampleEncoding,
  outputs: readonly Float32Array[]
): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const frameBytes = sampleBytes * outputs.length
  outputs.forEach((output, channel) => {
    convertChannel(view, encoding, sampleBytes, channel * sampleBytes, frameBytes, output)
  })
}

function convertChannel(
  view: DataView,
  encoding: WavEncoding,
  sampleBytes: number,
  offset: number,
  stride: number,
  output: Float32Array
): void {
  const count = output.length
  let at = offset
  switch (encoding) {
    case 'unsigned':
      for (let i = 0; i < count; i++, at += stride) output[i] = (view.getUint8(at) - 128) / 128
      return
    case 'signed':
      if (sampleBytes === 2) {
        for (let i = 0; i < count; i++, at += stride) output[i] = view.getInt16(at, true) / 0x8000
      } else if (sampleBytes === 3) {
        for (let i = 0; i < count; i++, at += stride) {
          output[i] = (view.getUint16(at, true) | (view.getInt8(at + 2) << 16)) / 0x80_0000
        }
      } else {
        for (let i = 0; i < count; i++, at += stride) output[i] = view.getInt32(at, true) / 0x8000_0000
      }
      return
    case 'float':
      if (sampleBytes === 4) {
        for (let i = 0; i < count; i++, at += stride) output[i] = view.getFloat32(at, true)
      } else {
        for (let i = 0; i < count; i++, at += stride) output[i] = view.getFloat64(at, true)
      }
      return
    case 'a-law':
      for (let i = 0; i < count; i++, at += stride) output[i] = expandALaw(view.getUint8(at)) / 0x8000
      return
    case 'mu-law':
      for (let i = 0; i < count; i++, at += stride) output[i] = expandMuLaw(view.getUint8(at)) / 0x8000
      return
  }
}

/**
 * The 16-bit value of an A-law byte: one sign bit, three exponent bits, four mantissa bits, every other bit inverted.
 *
 * @see ITU-T G.711
 */
export function expandALaw(byte: number): number {
  const code = byte ^ 0x55
  const exponent = (code >> 4) & 7
  const mantissa = ((code & 15) << 4) + 8
  const magnitude = exponent === 0 ? mantissa : (mantissa + 0x100) << (exponent - 1)
  return code & 0x80 ? magnitude : -magnitude
}

/**
 * The 16-bit value of a µ-law byte: all bits inverted, a bias of 132 below the exponent.
 *
 * @see ITU-T G.711
 */
export function expandMuLaw(byte: number): number {
  const code = ~byte & 0xff
  const magnitude = ((((code & 15) << 3) + 132) << ((code >> 4) & 7)) - 132
  return code & 0x80 ? -magnitude : magnitude
}
