import { describe, expect, it } from 'vitest'
import { readWav } from '@core/audio/wav-reader'
import {
  encodeFloats,
  encodeIntegers,
  integerSteps,
  wavHeader,
  wavPaddingBytes,
  type WavFormat
} from '@core/audio/wav-writer'
import { join } from '../../support/make-audio'

const text = (bytes: Uint8Array, offset: number): string => Buffer.from(bytes).toString('latin1', offset, offset + 4)

describe('what is written is read back', () => {
  it.each(['wav16', 'wav24'] as const)('to the last bit in %s', (format) => {
    const steps = integerSteps(format)
    const channels = [Int32Array.of(-steps, steps - 1, 1), Int32Array.of(0, -1, 12345), Int32Array.of(7, 8, 9)]
    for (const channelCount of [1, 2, 3]) {
      const shape = { format, sampleRate: 48_000, channelCount, lengthSamples: 3 }
      const data = encodeIntegers(format, channels.slice(0, channelCount), 3)
      const file = join([wavHeader(shape), data, new Uint8Array(wavPaddingBytes(shape))])
      const read = readWav(file)
      expect(read.sampleRate).toBe(48_000)
      expect(read.warnings).toEqual([])
      expect(read.channels.map((channel) => Int32Array.from(channel, (sample) => sample * steps))).toEqual(
        channels.slice(0, channelCount)
      )
      expect(new DataView(file.buffer).getUint32(4, true)).toBe(file.length - 8)
    }
  })

  it('as floats, over full scale too', () => {
    const channels = [Float32Array.of(0.1, -3, 1e-30), Float32Array.of(1, 2, 3)]
    const header = wavHeader({ format: 'wav32f', sampleRate: 44_100, channelCount: 2, lengthSamples: 3 })
    const read = readWav(join([header, encodeFloats(channels, 3)]))
    expect(read.channels).toEqual(channels)
    expect(read.format).toBe('WAV 32 bit float')
  })
})

describe('the header', () => {
  const header = (format: WavFormat, channelCount: number, lengthSamples = 10): Uint8Array =>
    wavHeader({ format, sampleRate: 44_100, channelCount, lengthSamples })
  const tagOf = (bytes: Uint8Array): number => new DataView(bytes.buffer).getUint16(20, true)

  it('is the plain 44 bytes for 16-bit stereo', () => {
    expect(header('wav16', 2)).toHaveLength(44)
    expect(tagOf(header('wav16', 2))).toBe(1)
  })

  it('is extensible for more than two channels only', () => {
    expect([header('wav24', 2), header('wav16', 6), header('wav32f', 3)].map(tagOf)).toEqual([1, 0xfffe, 0xfffe])
  })

  it('has a fact chunk with the length for floats', () => {
    const bytes = header('wav32f', 2, 77)
    const fact = Buffer.from(bytes).indexOf('fact')
    expect(new DataView(bytes.buffer).getUint32(fact + 8, true)).toBe(77)
  })

  it('is RF64 with 64-bit lengths beyond 4 GiB, and only there', () => {
    const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer)
    const largest = Math.floor((0xffff_ffff - 36 - 36) / 4)
    expect(text(header('wav16', 2, largest), 0)).toBe('RIFF')
    const bytes = header('wav16', 2, 2 ** 30)
    expect([text(bytes, 0), text(bytes, 12)]).toEqual(['RF64', 'ds64'])
    expect(view(bytes).getBigUint64(28, true)).toBe(2n ** 32n)
    expect(view(bytes).getBigUint64(20, true)).toBe(2n ** 32n + BigInt(bytes.length) - 8n)
    expect(view(bytes).getBigUint64(36, true)).toBe(2n ** 30n)
  })

  it('is refused for a shape that cannot be', () => {
    expect(() => header('wav16', 0)).toThrow()
    expect(() => header('wav32f', 20_000)).toThrow()
  })
})
