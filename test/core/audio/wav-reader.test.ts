import { describe, expect, it } from 'vitest'
import { readWav } from '@core/audio/wav-reader'
import { expandALaw, expandMuLaw } from '@core/audio/wav-samples'
import type { AppError } from '@core/errors'
import { ascii, chunk, float32Data, hex, int16Data, makeWav } from '../../support/make-audio'

const codeOf = (read: () => unknown): string => {
  try {
    read()
  } catch (thrown) {
    return (thrown as AppError).code
  }
  return 'none'
}

describe('sample formats', () => {
  it('reads 8-bit samples as unsigned around 128', () => {
    const { channels, format } = readWav(makeWav({ bits: 8, data: Uint8Array.of(0, 128, 255) }))
    expect([...channels[0]!]).toEqual([-1, 0, 127 / 128])
    expect(format).toBe('WAV 8 bit')
  })

  it('reads 16-bit samples of each channel', () => {
    const { channels } = readWav(makeWav({ channelCount: 2, data: int16Data([-32768, 1, 32767, -1]) }))
    expect(channels.map((channel) => [...channel])).toEqual([
      [-1, 32767 / 32768],
      [1 / 32768, -1 / 32768]
    ])
  })

  it('reads 24-bit samples to the last bit', () => {
    const { channels } = readWav(makeWav({ bits: 24, data: hex('000080ffff7f010000ffffff') }))
    expect([...channels[0]!].map((sample) => sample * 2 ** 23)).toEqual([-(2 ** 23), 2 ** 23 - 1, 1, -1])
  })

  it('reads 32-bit integers', () => {
    const { channels } = readWav(makeWav({ bits: 32, data: hex('00000080000000400000ffff') }))
    expect([...channels[0]!]).toEqual([-1, 0.5, -(2 ** -15)])
  })

  it('reads 32-bit and 64-bit floats as they are, over full scale too', () => {
    expect([...readWav(makeWav({ tag: 3, bits: 32, data: float32Data([0.25, -8]) })).channels[0]!]).toEqual([0.25, -8])
    const doubles = new Uint8Array(Float64Array.of(0.25, -8).buffer)
    expect([...readWav(makeWav({ tag: 3, bits: 64, data: doubles })).channels[0]!]).toEqual([0.25, -8])
  })

  it('expands A-law and µ-law as G.711 says', () => {
    expect([0xd5, 0x55, 0xaa, 0x2a].map(expandALaw)).toEqual([8, -8, 32256, -32256])
    expect([0xff, 0x7f, 0x80, 0x00].map(expandMuLaw)).toEqual([0, -0, 32124, -32124])
    expect(readWav(makeWav({ tag: 6, bits: 8, data: hex('aa2a') })).format).toBe('WAV A-law')
    expect([...readWav(makeWav({ tag: 7, bits: 8, data: hex('80') })).channels[0]!]).toEqual([32124 / 32768])
  })

  it('reads the extensible format, and 12 bits left-justified in two bytes', () => {
    const wav = makeWav({ isExtensible: true, bits: 12, blockBytes: 2, data: int16Data([0x4000]) })
    expect([...readWav(wav).channels[0]!]).toEqual([0.5])
  })

  it('keeps six channels apart', () => {
    const { channels } = readWav(makeWav({ channelCount: 6, isExtensible: true, data: int16Data([0, 1, 2, 3, 4, 5]) }))
    expect(channels.map((channel) => channel[0]! * 32768)).toEqual([0, 1, 2, 3, 4, 5])
  })
})

describe('chunks', () => {
  const data = int16Data([100, 200, 300])

  it.each(['RF64', 'BW64'] as const)('takes the length of a %s file from its ds64 chunk', (container) => {
    const { channels, warnings } = readWav(makeWav({ container, data, after: chunk('LIST', ascii('odd')) }))
    expect(channels[0]).toHaveLength(3)
    expect(warnings).toEqual([])
  })

  it('steps over chunks of odd length before the data', () => {
    const { channels, warnings } = readWav(makeWav({ data, chunksBefore: [['LIST', ascii('INFOx')]] }))
    expect([...channels[0]!].map((sample) => sample * 32768)).toEqual([100, 200, 300])
    expect(warnings).toEqual([])
  })

  it('says how much stands behind the data that is no chunk', () => {
    const { channels, warnings } = readWav(makeWav({ data, after: new Uint8Array(40) }))
    expect(channels[0]).toHaveLength(3)
    expect(warnings).toEqual([{ kind: 'trailing-data', details: { bytes: 40 } }])
  })
})

describe('wrong length fields', () => {
  const data = int16Data([1, 2, 3, 4])

  it.each([0, 0xffff_ffff, 0x7fff_ffff])(
    'takes what is there when the data length is the placeholder %i',
    (declaredBytes) => {
      const { channels, warnings } = readWav(makeWav({ data, declaredBytes }))
      expect(channels[0]).toHaveLength(4)
      expect(warnings).toEqual([])
    }
  )

  it('takes what is there and says so when a plausible length is not reached', () => {
    const { channels, warnings } = readWav(makeWav({ data, declaredBytes: 20 }))
    expect(channels[0]).toHaveLength(4)
    expect(warnings).toEqual([{ kind: 'truncated', details: { declaredSamples: 10, decodedSamples: 4 } }])
  })

  it('reads as much as declared when more is there', () => {
    const { channels } = readWav(makeWav({ data, declaredBytes: 4 }))
    expect(channels[0]).toHaveLength(2)
  })

  it('drops half a sample at the end and says so', () => {
    const { channels, warnings } = readWav(makeWav({ channelCount: 2, data: data.subarray(0, 6), declaredBytes: 8 }))
    expect(channels.map((channel) => channel.length)).toEqual([1, 1])
    expect(warnings).toEqual([{ kind: 'truncated', details: { declaredSamples: 2, decodedSamples: 1 } }])
  })

  it('does not take the chunks behind an empty data chunk for sound', () => {
    const wav = makeWav({ data: new Uint8Array(0), after: chunk('LIST', ascii('INFO')) })
    expect(codeOf(() => readWav(wav))).toBe('empty-audio')
  })
})

describe('refusals', () => {
  const data = int16Data([1, 2, 3, 4])

  it.each([
    ['0 channels', makeWav({ data, channelCount: 0, blockBytes: 2 }), 'damaged-file'],
    ['0 Hz', makeWav({ data, sampleRate: 0 }), 'damaged-file'],
    ['a block that does not fit', makeWav({ data, bits: 12, channelCount: 2, blockBytes: 3 }), 'damaged-file'],
    ['no fmt chunk', ascii('RIFF\x04\0\0\0WAVE'), 'damaged-file'],
    ['no samples', makeWav({ data: new Uint8Array(0) }), 'empty-audio'],
    ['ADPCM', makeWav({ data, tag: 2, bits: 4, blockBytes: 1 }), 'unsupported-format'],
    ['text', ascii('once upon a time'), 'not-audio']
  ])('refuses %s', (_, wav, code) => {
    expect(codeOf(() => readWav(wav))).toBe(code)
  })

  it('survives every cut', () => {
    const wav = makeWav({ container: 'RF64', isExtensible: true, channelCount: 2, bits: 24, data: new Uint8Array(60) })
    for (let length = 0; length < wav.length; length++) {
      expect(codeOf(() => readWav(wav.subarray(0, length)))).toMatch(/none|not-audio|damaged-file|empty-audio/)
    }
  })
})
