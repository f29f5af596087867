import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AppError } from '@core/errors'
import { decodeAudioFile } from '../../../src/main/files/decode-audio'
import { ascii, int16Data, makeTone, makeWav } from '../../support/make-audio'
import { decodeBytes, quiet, readFixture } from './decode-fixture'

let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unweave-decode-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function refusal(bytes: Uint8Array): Promise<AppError> {
  return decodeBytes(bytes, 'x.wav').then(
    () => expect.unreachable('it was not refused'),
    (thrown: unknown) => thrown as AppError
  )
}

/** The root mean square of what is left when the best-fitting sine of this frequency is taken away. */
function distanceFromTone(samples: Float32Array, hertz: number, sampleRate: number): number {
  const sine = makeTone(hertz, sampleRate, samples.length, 1)
  const cosine = sine.map((_, i) => Math.cos((2 * Math.PI * hertz * i) / sampleRate))
  const along = (basis: Float32Array): number =>
    (2 / samples.length) * samples.reduce((sum, s, i) => sum + s * basis[i]!, 0)
  const [a, b] = [along(sine), along(cosine)]
  return Math.sqrt(samples.reduce((sum, s, i) => sum + (s - a * sine[i]! - b * cosine[i]!) ** 2, 0) / samples.length)
}

describe('every format keeps rate, channels and length', () => {
  it.each([
    ['tone-16bit.flac', 'FLAC 16 bit', 22_050, 2, 11_025, 5e-5],
    ['tone-24bit.flac', 'FLAC 24 bit', 8000, 1, 2000, 1e-7],
    ['tone-stereo.mp3', 'MP3', 22_050, 2, 11_025, 0.05],
    ['tone-mono.mp3', 'MP3', 22_050, 1, 11_025, 0.05],
    ['tone.ogg', 'Ogg Vorbis', 22_050, 2, 44_100, 0.05],
    ['tone.opus', 'Opus', 48_000, 2, 24_000, 0.05]
  ])('%s', async (name, format, sampleRate, channelCount, lengthSamples, tolerance) => {
    const bytes = await readFixture(name)
    const decoded = await decodeBytes(bytes)
    expect(decoded).toMatchObject({ format, warnings: [], byteLength: bytes.length })
    expect(decoded.sha256).toBe(createHash('sha256').update(bytes).digest('hex'))
    expect(decoded.clip).toMatchObject({ sampleRate, lengthSamples })
    expect(decoded.clip.channels.map((channel) => channel.length)).toEqual(Array(channelCount).fill(lengthSamples))
    decoded.clip.channels.forEach((channel, index) => {
      const middle = channel.slice(lengthSamples / 4, (lengthSamples * 3) / 4)
      expect(distanceFromTone(middle, [440, 660][index]!, sampleRate)).toBeLessThan(tolerance)
    })
  })

  it('an MP3 without encoder notes is as long as its frames', async () => {
    const { clip, warnings } = await decodeBytes(await readFixture('tone-mono-untagged.mp3'))
    expect(clip.lengthSamples).toBe(22 * 576)
    expect(clip.channels).toHaveLength(1)
    expect(warnings).toEqual([])
  })

  it('FLAC samples are the integers that were encoded', async () => {
    const { clip } = await decodeBytes(await readFixture('tone-16bit.flac'))
    const steps = clip.channels[1]!.map((sample) => sample * 32_768)
    const tone = makeTone(660, 22_050, 11_025).map((sample) => sample * 32_768)
    expect(steps.every((step, i) => Number.isInteger(step) && Math.abs(step - tone[i]!) <= 1)).toBe(true)
  })

  it('six channels stay six', async () => {
    const wav = makeWav({
      channelCount: 6,
      isExtensible: true,
      data: int16Data(Array.from({ length: 600 }, (_, i) => i))
    })
    const { clip } = await decodeBytes(wav)
    expect(clip.channels.map((channel) => channel[99]! * 32_768)).toEqual([594, 595, 596, 597, 598, 599])
  })

  it('each channel has a buffer of its own, exactly as long as it is', async () => {
    for (const name of ['tone.ogg', 'tone-stereo.mp3', 'tone-16bit.flac']) {
      const { clip } = await decodeBytes(await readFixture(name))
      for (const channel of clip.channels) expect(channel.buffer.byteLength).toBe(4 * clip.lengthSamples)
    }
  })
})

describe('what a file is told by its content', () => {
  it('whatever its name says, and behind ID3 tags', async () => {
    expect((await decodeBytes(await readFixture('tone.ogg'), 'song.mp3')).format).toBe('Ogg Vorbis')
    const id3 = Buffer.concat([ascii('ID3\x03\0\0\0\0\x01\x05'), new Uint8Array(133)])
    for (const name of ['tone-stereo.mp3', 'tone-16bit.flac']) {
      const tagged = await decodeBytes(Buffer.concat([id3, await readFixture(name)]))
      expect(tagged.clip.lengthSamples).toBe(11_025)
      expect(tagged.warnings).toEqual([])
    }
  })

  it('tags behind an MP3 are no damage', async () => {
    const id3v1 = Buffer.concat([ascii('TAG'), new Uint8Array(125)])
    expect((await decodeBytes(Buffer.concat([await readFixture('tone-stereo.mp3'), id3v1]))).warnings).toEqual([])
  })

  it.each([
    ['nothing', new Uint8Array(0), 'empty-audio'],
    ['text', ascii('Once upon a time there was no sound at all. '.repeat(40)), 'not-audio'],
    ['a picture in RIFF', ascii('RIFF\x20\0\0\0WEBPVP8 '), 'not-audio'],
    ['AIFF', ascii('FORM\0\0\0\x20AIFFCOMM'), 'unsupported-format'],
    ['MP4', ascii('\0\0\0\x20ftypM4A \0\0\0\0'), 'unsupported-format'],
    [
      'AAC',
      Buffer.concat(Array(3).fill(Uint8Array.of(0xff, 0xf1, 0x50, 0x80, 0x01, 0x1f, 0xfc, 0))),
      'unsupported-format'
    ],
    ['a FLAC mark alone', ascii('fLaC and nothing that follows from it, for as long as it takes'), 'damaged-file']
  ])('%s is refused by name', async (_, bytes, code) => {
    const { details, ...error } = await refusal(bytes)
    expect(error.code).toBe(code)
    expect(details['name']).toBe('x.wav')
  })

  it('random bytes are never taken for MP3', async () => {
    let state = 1
    const bytes = Uint8Array.from({ length: 200_000 }, () => (state = (state * 16_807) % 2_147_483_647) >> 8)
    bytes[0] = 0
    expect((await refusal(bytes)).code).toBe('not-audio')
  })
})

describe('where and how a file is read', () => {
  it('a recording inside another file is read by its range', async () => {
    const flac = await readFixture('tone-16bit.flac')
    const path = join(folder, 'inside.bin')
    await writeFile(path, Buffer.concat([new Uint8Array(1000), flac, new Uint8Array(500)]))
    const range = { offset: 1000, byteLength: flac.length }
    const decoded = await decodeAudioFile({ path, name: 'tone.flac', range }, quiet)
    expect(decoded!.sha256).toBe(createHash('sha256').update(flac).digest('hex'))
    expect(decoded!.samples.lengthSamples).toBe(11_025)
    const beyond = { offset: 1000, byteLength: flac.length + 501 }
    await expect(decodeAudioFile({ path, name: 'tone.flac', range: beyond }, quiet)).rejects.toMatchObject({
      code: 'file-unreadable'
    })
  })

  it('a file that is not there, or a folder, is unreadable', async () => {
    const missing = { path: join(folder, 'none.wav'), name: 'none.wav', range: null }
    await expect(decodeAudioFile(missing, quiet)).rejects.toMatchObject({
      code: 'file-unreadable',
      details: { name: 'none.wav', reason: 'ENOENT' }
    })
    await expect(decodeAudioFile({ ...missing, path: folder }, quiet)).rejects.toMatchObject({
      details: { reason: 'EISDIR' }
    })
  })

  it('progress rises to 1 and a cancel ends it with nothing', async () => {
    const path = join(folder, 'long.wav')
    await writeFile(path, makeWav({ channelCount: 2, data: new Uint8Array(4_000_000) }))
    const file = { path, name: 'long.wav', range: null }
    const fractions: number[] = []
    await decodeAudioFile(file, { onProgress: (fraction) => fractions.push(fraction), isCancelled: () => false })
    expect(fractions.length).toBeGreaterThan(10)
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b))
    expect(fractions.at(-1)).toBe(1)

    let last = 0
    const cancelled = await decodeAudioFile(file, {
      onProgress: (fraction) => (last = fraction),
      isCancelled: () => last > 0.5
    })
    expect(cancelled).toBeNull()
    expect(last).toBeLessThan(0.7)
  })
})
