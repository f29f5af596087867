import { describe, expect, it, vi } from 'vitest'
import type { DecodedFile } from '../../../src/main/files/decode-audio'
import { float32Data, makeWav } from '../../support/make-audio'
import { decodeBytes, readFixture } from './decode-fixture'

describe('damage is said, never hidden', () => {
  const kinds = (decoded: DecodedFile): string[] => decoded.warnings.map((warning) => warning.kind)
  const cut = (bytes: Buffer, part: number): Buffer => bytes.subarray(0, Math.floor(bytes.length * part))
  const overwrite = (bytes: Buffer, start: number, length: number): Buffer => {
    const copy = Buffer.from(bytes)
    for (let i = start; i < start + length; i++) copy[i] = (i * 73) & 0xff
    return copy
  }

  it.each(['tone-16bit.flac', 'tone-stereo.mp3', 'tone-mono.mp3', 'tone.ogg', 'tone.opus'])(
    '%s cut short is truncated and as long as what is left',
    async (name) => {
      const whole = await readFixture(name)
      const decoded = await decodeBytes(cut(whole, 0.8))
      expect(kinds(decoded)).toEqual(['truncated'])
      const { decodedSamples, sampleRate } = decoded.warnings[0]!.details
      expect(decodedSamples).toBe(decoded.clip.lengthSamples)
      expect(sampleRate).toBe(decoded.clip.sampleRate)
      const { lengthSamples } = (await decodeBytes(whole)).clip
      expect(decoded.clip.lengthSamples).toBeGreaterThan(lengthSamples * 0.2)
      expect(decoded.clip.lengthSamples).toBeLessThan(lengthSamples)
    }
  )

  it.each(['tone-16bit.flac', 'tone-stereo.mp3', 'tone-mono.mp3', 'tone.ogg', 'tone.opus'])(
    '%s with 400 wrong bytes in the middle is damaged',
    async (name) => {
      vi.spyOn(console, 'error').mockReturnValue()
      const bytes = await readFixture(name)
      const decoded = await decodeBytes(overwrite(bytes, Math.floor(bytes.length * 0.7), 400))
      expect(kinds(decoded)).toContain('damaged')
      expect(decoded.clip.channels.every((channel) => channel.every(Number.isFinite))).toBe(true)
      vi.restoreAllMocks()
    }
  )

  it('a single wrong byte within one MP3 frame is noticed by the checksum of the encoder', async () => {
    const bytes = await readFixture('tone-mono.mp3')
    const decoded = await decodeBytes(overwrite(bytes, 3000, 1))
    expect(kinds(decoded)).toContain('damaged')
    expect(decoded.clip.lengthSamples).toBe(11_025)
  })

  it('a FLAC whose samples are not those of its checksum is damaged', async () => {
    const bytes = await readFixture('tone-16bit.flac')
    expect(kinds(await decodeBytes(overwrite(bytes, 26, 1)))).toEqual(['damaged'])
  })

  it('a single wrong byte in an Ogg page is noticed by its checksum', async () => {
    const bytes = await readFixture('tone.opus')
    expect(kinds(await decodeBytes(overwrite(bytes, Math.floor(bytes.length / 2), 1)))).toEqual(['damaged'])
  })

  it('a FLAC that ends inside its last frame is truncated, not damaged', async () => {
    const bytes = await readFixture('tone-16bit.flac')
    expect(kinds(await decodeBytes(bytes.subarray(0, bytes.length - 3)))).toEqual(['truncated'])
  })

  it('an Ogg page that is missing is noticed', async () => {
    const bytes = await readFixture('tone.ogg')
    const pages: number[] = []
    for (let at = bytes.indexOf('OggS'); at >= 0; at = bytes.indexOf('OggS', at + 4)) pages.push(at)
    const without = Buffer.concat([bytes.subarray(0, pages[4]!), bytes.subarray(pages[5]!)])
    const { warnings } = await decodeBytes(without)
    expect(warnings).toMatchObject([{ kind: 'damaged', details: { declaredSamples: 44_100, lostPages: 1 } }])
  })

  it('what stands behind the end of an Ogg stream is left out and told', async () => {
    const bytes = await readFixture('tone.opus')
    const decoded = await decodeBytes(Buffer.concat([bytes, bytes]))
    expect(decoded.clip.lengthSamples).toBe(24_000)
    expect(decoded.warnings).toEqual([{ kind: 'trailing-data', details: { bytes: bytes.length } }])
  })

  it('NaN and infinity become silence, peaks over full scale stay', async () => {
    const wav = makeWav({ tag: 3, bits: 32, data: float32Data([0.5, NaN, Infinity, -3, 1e-41]) })
    const { clip, warnings } = await decodeBytes(wav)
    expect([...clip.channels[0]!]).toEqual([0.5, 0, 0, -3, 0])
    expect(warnings).toEqual([
      { kind: 'non-finite', details: { replacedSamples: 2 } },
      { kind: 'over-full-scale', details: { peak: 3 } }
    ])
  })
})
