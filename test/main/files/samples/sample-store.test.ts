import { fstatSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SampleSource } from '@core/audio/sample-source'
import { basePeakSamples, computePeaks } from '@core/audio/peaks'
import { createRandom } from '@core/math/random'
import { openSamples, storeClip } from '../../../../src/main/files/samples/sample-store'
import { SampleWriter, type FinishedSamples } from '../../../../src/main/files/samples/sample-writer'
import { openDescriptors } from '../../../support/open-descriptors'

const lengthSamples = 150_001
const random = createRandom(5)
const channels = Array.from({ length: 3 }, () => Float32Array.from({ length: lengthSamples }, () => 2 * random() - 1))
const clip = { sampleRate: 8000, lengthSamples, channels }

const limits = { memory: 2 ** 30, file: 0, 'memory and then a file': 2 ** 20 }
const places = Object.keys(limits) as (keyof typeof limits)[]

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unweave-store-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** The clip written in blocks of changing length. */
function write(place: keyof typeof limits, trim = { skipSamples: 0, dropEndSamples: 0 }): FinishedSamples {
  const writer = new SampleWriter({
    memoryLimitBytes: limits[place],
    temporaryFolder: folder,
    skipSamples: trim.skipSamples
  })
  for (let start = 0, count = 1; start < lengthSamples; start += count, count = (count * 7919) % 50_021) {
    writer.append(channels.map((samples) => samples.subarray(start, start + count)))
  }
  return writer.finish(8000, trim.dropEndSamples)
}

/** Reads here and there, within and beyond the ends. */
function expectClip(source: SampleSource, offset = 0): void {
  const jump = createRandom(1)
  expect(source.channelCount).toBe(3)
  for (let round = 0; round < 60; round++) {
    const channel = round % 3
    const start = round === 0 ? -100 : Math.floor(jump() * (source.lengthSamples + 200)) - 100
    const out = new Float32Array(1 + Math.floor(jump() * 70_000)).fill(9)
    source.read(channel, start, out)
    const isRight = out.every((sample, i) => {
      const at = start + i
      return sample === (at < 0 || at >= source.lengthSamples ? 0 : channels[channel]![at + offset])
    })
    expect({ start, count: out.length, isRight }).toMatchObject({ isRight: true })
  }
}

describe.each(places)('samples in %s', (place) => {
  it('are read as they were written, from anywhere, also by a reader of its own', () => {
    const { store } = write(place)
    expect(store).toMatchObject({ sampleRate: 8000, channelCount: 3, lengthSamples })
    expect(store.data.place.kind).toBe(place === 'memory' ? 'memory' : 'file')
    expectClip(store)
    expectClip(openSamples(structuredClone(store.data)))
    store.close()
  })

  it('come with the peaks of each 256 of them', () => {
    const { store, peaks } = write(place)
    expect(peaks).toEqual(channels.map((samples) => computePeaks(samples, basePeakSamples)))
    store.close()
  })

  it('can be trimmed at both ends, and the peaks are those of what is left', () => {
    const { store, peaks } = write(place, { skipSamples: 1105, dropEndSamples: 40_000 })
    expect(store.lengthSamples).toBe(lengthSamples - 41_105)
    expectClip(store, 1105)
    const left = channels.map((samples) => samples.subarray(1105, lengthSamples - 40_000))
    expect(peaks).toEqual(left.map((samples) => computePeaks(samples, basePeakSamples)))
    store.close()
  })

  it('are gone after the last one who holds them lets go', () => {
    const { store } = write(place)
    const release = store.hold()
    store.close()
    store.read(0, 0, new Float32Array(10))
    release()
    release()
    expect(() => store.read(0, 0, new Float32Array(10))).toThrow(expect.objectContaining({ code: 'unknown-id' }))
    expect(() => store.hold()).toThrow(expect.objectContaining({ code: 'unknown-id' }))
  })
})

describe('a temporary file', () => {
  it('has no name while it is open, and is closed with the store', async () => {
    const { store } = write('file')
    expect(await readdir(folder)).toEqual([])
    const { place } = store.data
    if (place.kind !== 'file') return expect.unreachable()
    expect(fstatSync(place.descriptor)).toMatchObject({ size: 3 * 4 * lengthSamples })
    if (process.platform !== 'win32') expect(fstatSync(place.descriptor).mode & 0o777).toBe(0o600)
    store.close()
    expect(() => fstatSync(place.descriptor)).toThrow('EBADF')
  })

  it('is closed when the decoding is given up', () => {
    const writer = new SampleWriter({ memoryLimitBytes: 0, temporaryFolder: folder })
    const before = openDescriptors()
    writer.append(channels)
    expect(openDescriptors()).toBe(before + 1)
    writer.discard()
    expect(openDescriptors()).toBe(before)
  })

  it('is read by a thread through the same descriptor', async () => {
    const { store } = write('file')
    const code = `
      const { parentPort, workerData } = require('node:worker_threads')
      const bytes = Buffer.alloc(4)
      require('node:fs').readSync(workerData, bytes, 0, 4, 12)
      parentPort.postMessage(bytes.readFloatLE(0))`
    const { place } = store.data
    const workerData: unknown = place.kind === 'file' ? place.descriptor : null
    const value = await new Promise((resolve, reject) => {
      new Worker(code, { eval: true, workerData }).once('message', resolve).once('error', reject)
    })
    expect(value).toBe(channels[0]![1])
    store.close()
  })

  it('that cannot be made is told with the folder and the reason', () => {
    const missing = join(folder, 'none')
    const writer = new SampleWriter({ memoryLimitBytes: 0, temporaryFolder: missing })
    expect(() => writer.append(channels)).toThrow(
      expect.objectContaining({
        code: 'file-unwritable',
        details: { reason: 'ENOENT', temporaryFolder: missing }
      })
    )
    writer.discard()
  })
})

it('a store made of a clip gives the clip', () => {
  expectClip(storeClip(clip))
})
