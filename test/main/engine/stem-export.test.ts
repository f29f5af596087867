import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AudioClip } from '@core/audio/audio-clip'
import { readWav } from '@core/audio/wav-reader'
import type { ExportFormat, ExportResult } from '@core/contract/export-schemas'
import type { Interruption, Outcome } from '@core/contract/rpc'
import { cosineRamp } from '@core/audio/cosine-ramp'
import { keptRanges, rampJoins } from '@core/audio/cut-joins'
import { clipSource } from '@core/audio/sample-source'
import { applyGains } from '@core/audio/timed-gain'
import { noTimedEdits, placeEdits, type TimedEdits } from '@core/separation/timed-edits'
import { MaskStream } from '@core/separation/mask-stream'
import { exportStems, type StemExport } from '../../../src/main/engine/stem-export'
import { makeClip, makeFactors, makeSilence, testParameters } from './recording'

const steps = { wav16: 2 ** 15, wav24: 2 ** 23 } as const
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unweave-export-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

interface Calls {
  interruption?: () => Interruption | null
  onProgress?: () => void
}

function start(audio: AudioClip, change: Partial<StemExport> = {}, calls: Calls = {}): Promise<Outcome<ExportResult>> {
  const request: StemExport = {
    audio: clipSource(audio),
    separation: { id: 's', parameters: testParameters, factors: makeFactors(audio) },
    folder,
    format: 'wav16',
    stems: [
      { fileName: 'a.wav', componentIndices: [0, 2] },
      { fileName: 'b.wav', componentIndices: [1] },
      { fileName: 'c.wav', componentIndices: [3] }
    ],
    residualFileName: null,
    gains: new Float32Array(4).fill(1),
    mayOverwrite: false,
    recordingPath: join(folder, 'recording.wav'),
    ...change
  }
  return exportStems(request, {
    interruption: calls.interruption ?? (() => null),
    reportProgress: () => calls.onProgress?.()
  })
}

async function run(audio: AudioClip, change: Partial<StemExport> = {}): Promise<ExportResult> {
  const outcome = await start(audio, change)
  if (outcome.kind !== 'done') throw new Error(outcome.kind)
  return outcome.value
}

async function read(fileName: string) {
  return readWav(await readFile(join(folder, fileName)))
}

/** Largest difference between the mix and the sum of the files, in the files' own values. */
async function differenceToMix(audio: AudioClip, result: ExportResult, format: ExportFormat): Promise<number> {
  const files = await Promise.all(result.files.map(({ fileName }) => read(fileName)))
  const scale = format === 'wav32f' ? 1 : steps[format]
  let largest = 0
  for (const [channel, mix] of audio.channels.entries()) {
    for (let i = 0; i < audio.lengthSamples; i++) {
      const sum = files.reduce((total, file) => total + file.channels[channel]![i]! * scale, 0)
      const wanted = format === 'wav32f' ? mix[i]! : Math.round(mix[i]! * scale)
      largest = Math.max(largest, Math.abs(sum - wanted))
    }
  }
  return largest
}

describe('exportStems', () => {
  const clips: [string, AudioClip][] = [
    ['mono', makeClip({ channelCount: 1, lengthSamples: 9001 })],
    ['stereo', makeClip()],
    ['6 channels', makeClip({ channelCount: 6, lengthSamples: 5000 })],
    ['3 channels shorter than a window', makeClip({ channelCount: 3, lengthSamples: 100 })],
    ['silence', makeSilence(2)]
  ]
  for (const [name, clip] of clips) {
    it.each(['wav16', 'wav24'] as const)(
      `writes ${name} as %s files that add up to the mix exactly`,
      async (format) => {
        const result = await run(clip, { format })
        expect(await differenceToMix(clip, result, format)).toBe(0)
        expect(result.nullTest).toEqual({ isExpected: true, isExact: true, peakDecibels: null })
        const file = await read('b.wav')
        expect(file.sampleRate).toBe(clip.sampleRate)
        expect(file.channels.map(({ length }) => length)).toEqual(clip.channels.map(() => clip.lengthSamples))
        expect(file.warnings).toEqual([])
      }
    )

    it(`writes ${name} as float files that add up to the mix within 1e-6`, async () => {
      const result = await run(clip, { format: 'wav32f' })
      expect(await differenceToMix(clip, result, 'wav32f')).toBeLessThan(1e-6)
      expect(result.nullTest).toMatchObject({ isExpected: true, isExact: true })
    })
  }

  it('adds up exactly where the mix itself must be rounded', async () => {
    const clip = makeClip({ peak: 0.777 })
    for (const samples of clip.channels) samples.forEach((value, i) => (samples[i] = value / 3))
    const result = await run(clip)
    expect(await differenceToMix(clip, result, 'wav16')).toBe(0)
    expect(result.nullTest.isExact).toBe(true)
  })

  it('gives the residual what no stem owns, and its rounding', async () => {
    const clip = makeClip()
    const stems = [{ fileName: 'a.wav', componentIndices: [1, 2] }]
    const result = await run(clip, { stems, residualFileName: 'rest.wav' })
    expect(result.files.map(({ fileName }) => fileName)).toEqual(['a.wav', 'rest.wav'])
    expect(await differenceToMix(clip, result, 'wav16')).toBe(0)
    expect(result.nullTest.isExact).toBe(true)
  })

  it('writes what the live masks play', async () => {
    const clip = makeClip()
    await run(clip, { format: 'wav32f' })
    const stream = new MaskStream({
      source: clipSource(clip),
      factors: makeFactors(clip),
      windowSamples: 512,
      hopSamples: 128,
      sampleRate: clip.sampleRate
    })
    stream.setGains(Float32Array.of(1, 0, 1, 0))
    const heard = clip.channels.map(() => new Float32Array(clip.lengthSamples))
    stream.read(heard, clip.lengthSamples)
    expect((await read('a.wav')).channels).toEqual(heard)
  })

  it('expects no sum but measures it when a gain is not 0 dB', async () => {
    const clip = makeClip()
    const { nullTest } = await run(clip, { gains: Float32Array.of(1, 0.5, 1, 1) })
    expect(nullTest).toMatchObject({ isExpected: false, isExact: false })
    expect(nullTest.peakDecibels).toBeGreaterThan(-40)
  })

  it('cuts, counts and reports values that do not fit an integer format', async () => {
    const clip = makeClip({ peak: 3 })
    const result = await run(clip, { stems: [{ fileName: 'all.wav', componentIndices: [0, 1, 2, 3] }] })
    const over = clip.channels.flatMap((samples) => [...samples].filter((value) => value >= 1 || value < -1))
    expect(over.length).toBeGreaterThan(0)
    expect(result.files[0]!.clippedSamples).toBe(over.length)
    expect(result.files[0]!.peakDecibels).toBe(0)
    expect(result.nullTest).toMatchObject({ isExpected: true, isExact: false })
    expect(Math.max(...(await read('all.wav')).channels[0]!)).toBeLessThan(1)
  })

  const edits: TimedEdits = {
    ...noTimedEdits,
    mix: [
      { startSample: 1000, endSample: 2000, shape: 'constant', gain: 0.3 },
      { startSample: 0, endSample: 900, shape: 'fade-in', gain: 1 }
    ],
    cuts: [
      { startSample: 2500, endSample: 3001 },
      { startSample: 8500, endSample: 9000 }
    ]
  }

  /** The mix as it is to be heard, changed sample by sample. */
  function editedMix(clip: AudioClip): AudioClip {
    const channels = clip.channels.map((samples) => samples.slice())
    applyGains(channels, clip.lengthSamples, 0, placeEdits(edits, clip).mix)
    const ramp = cosineRamp(clip.sampleRate)
    const edited = channels.map((samples) => {
      const pieces = keptRanges(edits.cuts, clip.lengthSamples).map((kept) => {
        const piece = samples.slice(kept.startSample, kept.endSample)
        const place = { from: kept.startSample, count: piece.length, kept, lengthSamples: clip.lengthSamples }
        rampJoins([piece], place, ramp)
        return [...piece]
      })
      return Float32Array.from(pieces.flat())
    })
    return { ...clip, lengthSamples: edited[0]!.length, channels: edited }
  }

  it.each(['wav16', 'wav24', 'wav32f'] as const)(
    'leaves cut time out of every %s file, and the files add up to the mix edited alike',
    async (format) => {
      const clip = makeClip({ lengthSamples: 20_000 })
      const result = await run(clip, { format, edits })
      const edited = editedMix(clip)
      expect(edited.lengthSamples).toBe(20_000 - 501 - 500)
      for (const { fileName } of result.files) {
        expect((await read(fileName)).channels[0]).toHaveLength(edited.lengthSamples)
      }
      const difference = await differenceToMix(edited, result, format)
      if (format === 'wav32f') expect(difference).toBeLessThan(1e-6)
      else expect(difference).toBe(0)
      expect(result.nullTest).toMatchObject({ isExpected: true, isExact: true })
    }
  )

  it('takes gains of components over time as it takes faders: no sum is expected, and the residual knows nothing of them', async () => {
    const clip = makeClip({ lengthSamples: 20_000 })
    const muted = { startSample: 4000, endSample: 16_000, shape: 'constant', gain: 0 } as const
    const timed = { ...noTimedEdits, components: [{ ...muted, componentIndices: [0, 2, 3] }] }
    const stems = [
      { fileName: 'a.wav', componentIndices: [0, 2] },
      { fileName: 'b.wav', componentIndices: [1] }
    ]
    const change = { format: 'wav32f', stems, residualFileName: 'rest.wav' } as const
    const { nullTest } = await run(clip, { ...change, edits: timed })
    expect(nullTest).toMatchObject({ isExpected: false, isExact: false })
    const [a, b, rest] = await Promise.all(['a.wav', 'b.wav', 'rest.wav'].map(read))
    expect(a!.channels[0]!.subarray(5000, 15_000).every((sample) => sample === 0)).toBe(true)
    await run(clip, { ...change, mayOverwrite: true })
    expect((await read('b.wav')).channels).toEqual(b!.channels)
    const whole = (await read('rest.wav')).channels[0]!
    expect(Math.max(...whole.map((sample, i) => Math.abs(sample - rest!.channels[0]![i]!)))).toBeLessThan(1e-6)
  })

  it('refuses cuts that leave nothing', async () => {
    const clip = makeClip()
    const all = { ...noTimedEdits, cuts: [{ startSample: 0, endSample: clip.lengthSamples }] }
    await expect(run(clip, { edits: all })).rejects.toMatchObject({ code: 'invalid-argument' })
    expect(await readdir(folder)).toEqual([])
  })

  it('leaves no file and no folder behind when it is cancelled', async () => {
    const target = join(folder, 'new', 'stems')
    let asked = 0
    let seenPartial = 0
    const outcome = await start(
      makeClip({ lengthSamples: 60_000 }),
      { folder: target },
      {
        interruption: () => (++asked > 8 ? 'cancel' : null),
        onProgress: () => seenPartial++
      }
    )
    expect(outcome).toEqual({ kind: 'cancelled' })
    expect(seenPartial).toBeGreaterThan(0)
    expect(await readdir(folder)).toEqual([])
  })

  it('shows no stem under its name before all are complete', async () => {
    const seen: Promise<string[]>[] = []
    await start(makeClip({ lengthSamples: 60_000 }), {}, { onProgress: () => seen.push(readdir(folder)) })
    const early = (await Promise.all(seen)).flat()
    expect(early.length).toBeGreaterThan(0)
    expect(early.filter((name) => !name.includes('.partial-'))).toEqual([])
    expect((await readdir(folder)).sort()).toEqual(['a.wav', 'b.wav', 'c.wav'])
  })

  it('leaves none of the files behind when one of them cannot get its name', async () => {
    let isBlocked: Promise<unknown> | undefined
    const outcome = start(
      makeClip({ lengthSamples: 60_000 }),
      { mayOverwrite: true },
      {
        onProgress: () => (isBlocked ??= mkdir(join(folder, 'c.wav', 'x'), { recursive: true }))
      }
    )
    await expect(outcome).rejects.toMatchObject({ code: 'file-unwritable' })
    expect(await readdir(folder)).toEqual(['c.wav'])
  })

  it('refuses to replace other files unless it may, and names them', async () => {
    await writeFile(join(folder, 'b.wav'), 'mine')
    await expect(run(makeClip())).rejects.toMatchObject({ code: 'file-unwritable', details: { existing: 'b.wav' } })
    expect(await readFile(join(folder, 'b.wav'), 'utf8')).toBe('mine')
    await run(makeClip(), { mayOverwrite: true })
    expect((await read('b.wav')).channels).toHaveLength(2)
  })

  it('refuses a file of the same size and other content', async () => {
    const clip = makeClip()
    await run(clip)
    const changed = await readFile(join(folder, 'b.wav'))
    changed[changed.length - 1]! ^= 1
    await writeFile(join(folder, 'b.wav'), changed)
    await expect(run(clip)).rejects.toMatchObject({ details: { existing: 'b.wav' } })
    expect((await readFile(join(folder, 'b.wav'))).equals(changed)).toBe(true)
    expect((await readdir(folder)).sort()).toEqual(['a.wav', 'b.wav', 'c.wav'])
  })

  it('can be run again over its own files', async () => {
    const clip = makeClip()
    await run(clip)
    await expect(run(clip)).resolves.toMatchObject({ nullTest: { isExact: true } })
  })

  it('never replaces the recording itself', async () => {
    await writeFile(join(folder, 'recording.wav'), 'the recording')
    const stems = [{ fileName: 'recording.wav', componentIndices: [0, 1, 2, 3] }]
    await expect(run(makeClip(), { stems, mayOverwrite: true })).rejects.toMatchObject({ code: 'invalid-argument' })
    expect(await readFile(join(folder, 'recording.wav'), 'utf8')).toBe('the recording')
  })

  it('says why a folder cannot be made', async () => {
    await writeFile(join(folder, 'file'), '')
    const outcome = run(makeClip(), { folder: join(folder, 'file', 'stems') })
    await expect(outcome).rejects.toMatchObject({ code: 'file-unwritable', details: { reason: 'ENOTDIR' } })
  })
})
