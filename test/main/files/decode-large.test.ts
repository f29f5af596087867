import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { basePeakSamples, computePeaks } from '@core/audio/peaks'
import { decodeAudioFile } from '../../../src/main/files/decode-audio'
import { float32Data, int16Data, makeTone, makeWav } from '../../support/make-audio'
import { openDescriptors } from '../../support/open-descriptors'
import { readClip } from '../../support/read-clip'
import { decodeBytes, quiet, readFixture } from './decode-fixture'

let folder = ''
let limits = { memoryLimitBytes: 0, temporaryFolder: '' }

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unweave-large-'))
  limits = { memoryLimitBytes: 0, temporaryFolder: join(folder, 'nothing may stay here') }
  await mkdir(limits.temporaryFolder)
})
afterAll(() => rm(folder, { recursive: true }))

/** Something of everything that is corrected when it is read. */
const wav = makeWav({
  tag: 3,
  bits: 32,
  data: float32Data([0.5, NaN, Infinity, -3, 1e-41, ...makeTone(440, 8000, 100_000, 0.5)])
})

const integerWav = makeWav({
  channelCount: 2,
  data: int16Data(Array.from(makeTone(440, 8000, 150_002), (sample) => Math.round(30_000 * sample)))
})

describe('a recording beyond the memory limit', () => {
  it.each(['tone-16bit.flac', 'tone-24bit.flac', 'tone-stereo.mp3', 'tone-mono.mp3', 'tone.ogg', 'tone.opus'])(
    '%s is the same from a temporary file as from memory',
    async (name) => {
      const bytes = await readFixture(name)
      const inMemory = await decodeBytes(bytes)
      const large = await decodeBytes(bytes, name, limits)
      expect(large.samples.data.place.kind).toBe('file')
      expect(inMemory.samples.data.place.kind).toBe('memory')
      expect(large.clip).toEqual(inMemory.clip)
      expect(large.peaks).toEqual(inMemory.clip.channels.map((samples) => computePeaks(samples, basePeakSamples)))
      expect(large).toMatchObject({ format: inMemory.format, sha256: inMemory.sha256, warnings: inMemory.warnings })
      expect(await readdir(limits.temporaryFolder)).toEqual([])
    }
  )

  it.each([
    ['floats are corrected', wav],
    ['integers are measured as they stand', integerWav]
  ])('stays in its WAV file: %s as in memory', async (_name, bytes) => {
    const path = join(folder, 'large.wav')
    await writeFile(path, bytes)
    const large = (await decodeAudioFile({ path, name: 'large.wav', range: null }, quiet, limits))!
    expect(large.samples.data.place).toMatchObject({ kind: 'file', file: { path } })
    const inMemory = await decodeBytes(bytes)
    expect(readClip(large.samples)).toEqual(inMemory.clip)
    expect(large.peaks).toEqual(inMemory.peaks)
    expect(large.warnings).toEqual(inMemory.warnings)
    expect(large.sha256).toBe(inMemory.sha256)

    await rm(path)
    expect(readClip(large.samples)).toEqual(inMemory.clip)
    large.samples.close()
  })

  it('is no longer read from its WAV file after another program wrote to it', async () => {
    const path = join(folder, 'changed.wav')
    await writeFile(path, wav)
    const { samples } = (await decodeAudioFile({ path, name: 'changed.wav', range: null }, quiet, limits))!
    samples.read(0, 0, new Float32Array(1))
    await utimes(path, 0, 0)
    expect(() => samples.read(0, 50_000, new Float32Array(1))).toThrow(
      expect.objectContaining({ code: 'file-changed', details: { name: 'changed.wav', path, isOpen: true } })
    )
    const before = openDescriptors()
    samples.close()
    expect(openDescriptors()).toBe(before - 1)
  })

  it('inside a project file is copied, for saving replaces that file', async () => {
    const path = join(folder, 'inside.bin')
    await writeFile(path, Buffer.concat([new Uint8Array(1000), wav, new Uint8Array(500)]))
    const range = { offset: 1000, byteLength: wav.length }
    const { samples } = (await decodeAudioFile({ path, name: 'inside', range }, quiet, limits))!
    expect(samples.data.place).toMatchObject({ kind: 'file', file: null })
    await rm(path)
    expect(readClip(samples)).toEqual((await decodeBytes(wav)).clip)
    samples.close()
  })

  it.each(['wav', 'tone-16bit.flac', 'tone-stereo.mp3', 'tone.ogg'])(
    'leaves no open file when %s is cancelled',
    async (name) => {
      const path = join(folder, 'cancelled')
      await writeFile(path, name === 'wav' ? wav : await readFixture(name))
      const before = openDescriptors()
      // the file itself, and the samples
      const callbacks = { onProgress: () => undefined, isCancelled: () => openDescriptors() === before + 2 }
      expect(await decodeAudioFile({ path, name, range: null }, callbacks, limits)).toBeNull()
      expect(openDescriptors()).toBe(before)
    }
  )

  it('that no room is left for is refused with the place and the reason', async () => {
    const temporaryFolder = join(folder, 'none')
    await expect(
      decodeBytes(await readFixture('tone.ogg'), 'tone.ogg', { memoryLimitBytes: 0, temporaryFolder })
    ).rejects.toMatchObject({
      code: 'file-unwritable',
      details: { name: 'tone.ogg', reason: 'ENOENT', temporaryFolder }
    })
  })
})
