import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readWav } from '@core/audio/wav-reader'
import { clipSource } from '@core/audio/sample-source'
import { MaskStream } from '@core/separation/mask-stream'
import { defaultParameters } from '@core/separation/parameters'
import { noTimedEdits, type TimedEdits } from '@core/separation/timed-edits'
import { createRandom } from '@core/math/random'
import type { Factors } from '@core/separation/factors'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { exportStems } from '../../src/main/engine/stem-export'
import type { MaskWorkletOptions } from '../../src/renderer/audio/worklet-protocol'
import { createPage, pageCountOf, pageSamples } from '../../src/renderer/audio/paged-samples'
import { PlaybackStatus } from '../../src/renderer/audio/playback-status'
import { SharedGains } from '../../src/renderer/audio/shared-gains'
import { launchApp, projectRoot, type RunningApp } from '../support/electron-app'
import {
  hopSamples,
  noise,
  sampleRate,
  shareFactors,
  splitFactors,
  windowSamples
} from '../renderer/audio/playback-fixture'

/*
 * The audio thread of the built app, run offline: what it plays must be what an export of the same components holds, because
 * both come from MaskStream.
 */

const lengthSamples = pageSamples + 30_000
const channels = noise(lengthSamples)
const factors: Factors = { ...splitFactors(lengthSamples), H: randomActivations(7) }
const blockSamples = 128

let running: RunningApp
let workletUrl: string

beforeAll(async () => {
  const assets = await readdir(join(projectRoot, 'out', 'renderer', 'assets'))
  workletUrl = `app://unweave/assets/${assets.find((name) => /^mask-worklet.*\.js$/.test(name))}`
  running = await launchApp()
})
afterAll(() => running.close())

function randomActivations(seed: number): Float32Array {
  const random = createRandom(seed)
  return Float32Array.from(splitFactors(lengthSamples).H, () => random())
}

/** What changes while it plays, at a sample where a block begins. */
interface Change {
  readonly at: number
  readonly gains?: number[]
  readonly H?: Float32Array
}

/** Renders the whole clip in the window. */
async function playOffline(
  gains: number[],
  change?: Change,
  played: Factors = factors,
  edits: TimedEdits = noTimedEdits
): Promise<Float32Array[]> {
  const pages = Array.from({ length: pageCountOf(lengthSamples) }, (_, index) =>
    createPage(channels.map((channel) => channel.subarray(index * pageSamples, (index + 1) * pageSamples)))
  )
  const shared = shareFactors(played, SharedGains.create(Float32Array.from(gains)))
  const { model } = shared
  const rendered = await running.window.evaluate(
    async ({ url, rate, length, separation, pageBytes, statusBytes, later, edits }) => {
      const share = (base64: string): SharedArrayBuffer => {
        const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
        const buffer = new SharedArrayBuffer(bytes.length)
        new Uint8Array(buffer).set(bytes)
        return buffer
      }
      const unshare = (samples: Float32Array): string => {
        const bytes = new Uint8Array(samples.buffer)
        let text = ''
        for (let i = 0; i < bytes.length; i += 32_768) text += String.fromCharCode(...bytes.subarray(i, i + 32_768))
        return btoa(text)
      }
      const gainsBuffer = share(separation.gains)
      const H = share(separation.H)
      const { model } = separation
      const processorOptions: MaskWorkletOptions = {
        channelCount: 2,
        lengthSamples: length,
        status: new SharedArrayBuffer(statusBytes),
        messages: [
          ...pageBytes.map((page, index) => ({ type: 'page' as const, index, buffer: share(page) })),
          {
            type: 'separation',
            separation: {
              ...separation,
              model: model.kind === 'stereo' ? { kind: 'stereo', channelGains: share(model.channelGains) } : model,
              W: share(separation.W),
              H,
              gains: gainsBuffer
            }
          },
          { type: 'edits', edits },
          { type: 'transport', number: 1, command: { kind: 'play' } }
        ]
      }
      const context = new OfflineAudioContext(2, length, rate)
      await context.audioWorklet.addModule(url)
      const node = new AudioWorkletNode(context, 'mask-playback', {
        numberOfInputs: 0,
        outputChannelCount: [2],
        processorOptions
      })
      node.connect(context.destination)
      if (later !== null) {
        void context.suspend(later.at / rate).then(() => {
          const sequence = new Int32Array(gainsBuffer, 0, 1)
          Atomics.add(sequence, 0, 1)
          if (later.gains) new Float32Array(gainsBuffer, 8).set(later.gains)
          Atomics.add(sequence, 0, 1)
          if (later.H) new Uint8Array(H).set(new Uint8Array(share(later.H)))
          return context.resume()
        })
      }
      const buffer = await context.startRendering()
      return [0, 1].map((channel) => unshare(buffer.getChannelData(channel)))
    },
    {
      url: workletUrl,
      rate: sampleRate,
      length: lengthSamples,
      separation: {
        ...shared,
        model:
          model.kind === 'stereo' ? { kind: 'stereo' as const, channelGains: toBase64(model.channelGains) } : model,
        W: toBase64(shared.W),
        H: toBase64(shared.H),
        gains: toBase64(shared.gains)
      },
      pageBytes: pages.map(toBase64),
      edits,
      statusBytes: PlaybackStatus.create(2).buffer.byteLength,
      later: change ? { at: change.at, gains: change.gains, H: change.H && toBase64(change.H.buffer) } : null
    }
  )
  return rendered.map((text) => {
    const bytes = Uint8Array.from(Buffer.from(text, 'base64'))
    return new Float32Array(bytes.buffer)
  })
}

function toBase64(buffer: ArrayBufferLike): string {
  return Buffer.from(buffer).toString('base64')
}

/** What an export of the same components holds. */
function exported(gains: number[], change?: Change, played: Factors = factors): Float32Array[] {
  const source = clipSource({ sampleRate, lengthSamples, channels })
  const live = { ...played, H: played.H.slice() }
  const stream = new MaskStream({ source, factors: live, windowSamples, hopSamples, sampleRate })
  const outputs = channels.map(() => new Float32Array(lengthSamples))
  const at = change?.at ?? lengthSamples
  stream.setGains(Float32Array.from(gains))
  stream.read(outputs, at)
  if (change !== undefined) {
    if (change.gains) stream.setGains(Float32Array.from(change.gains))
    if (change.H) live.H.set(change.H)
    stream.read(
      outputs.map((output) => output.subarray(at)),
      lengthSamples - at
    )
  }
  return outputs
}

function largestDifference(heard: Float32Array[], expected: Float32Array[]): number {
  return Math.max(...heard.map((samples, channel) => differenceOf(samples, expected[channel])))
}

function differenceOf(samples: Float32Array, expected: Float32Array): number {
  return samples.reduce((largest, sample, i) => Math.max(largest, Math.abs(sample - expected[i])), 0)
}

test('what the audio thread plays is the exported stem, sample for sample', async () => {
  const heard = await playOffline([1, 0])
  const stem = exported([1, 0])
  expect(heard[0].some((sample) => Math.abs(sample) > 0.01)).toBe(true)
  expect(differenceOf(heard[0], channels[0])).toBeGreaterThan(0.01)
  expect(largestDifference(heard, stem)).toBe(0)
})

test('with all components on the recording passes untouched', async () => {
  expect(largestDifference(await playOffline([1, 1]), channels)).toBe(0)
})

test('a mute while playing begins within one hop and is complete one window later', async () => {
  const change = { at: 400 * blockSamples, gains: [1, 0] }
  const heard = await playOffline([1, 1], change)
  const firstChange = heard[0].findIndex((sample, i) => sample !== channels[0][i])
  expect(firstChange).toBeGreaterThanOrEqual(change.at)
  expect(firstChange).toBeLessThanOrEqual(change.at + hopSamples)
  expect(largestDifference(heard, exported([1, 1], change))).toBe(0)
  const complete = change.at + hopSamples + windowSamples
  const muted = exported([1, 0])
  expect(differenceOf(heard[0].subarray(complete), muted[0].subarray(complete))).toBe(0)
})

const models: Factors[] = [
  {
    ...factors,
    model: { kind: 'stereo', channelGains: Float32Array.of(1.8, 0.3, 0.2, 1.7) },
    W: factors.W.map((weight) => weight + 0.2)
  },
  {
    ...factors,
    model: { kind: 'convolution', lagCount: 2 },
    W: Float32Array.from({ length: 2 * factors.W.length }, (_, i) => factors.W[(i * 7) % factors.W.length])
  },
  { ...factors, model: { kind: 'medians' } }
]

test.each(models.map((of) => [of.model.kind, of] as const))(
  'masks of the kind %s are played as they are exported, sample for sample',
  async (_, of) => {
    const heard = await playOffline([1, 0], undefined, of)
    expect(differenceOf(heard[0], channels[0])).toBeGreaterThan(0.01)
    expect(differenceOf(heard[0], exported([1, 0])[0])).toBeGreaterThan(0.01)
    expect(largestDifference(heard, exported([1, 0], undefined, of))).toBe(0)
  }
)

const edits: TimedEdits = {
  mix: [
    { startSample: 0, endSample: 4000, shape: 'fade-in', gain: 1 },
    { startSample: 60_000, endSample: 70_000, shape: 'constant', gain: 0.4 }
  ],
  components: [{ startSample: 20_000, endSample: 50_000, shape: 'constant', gain: 0, componentIndices: [0] }],
  action: 'scale',
  cuts: [{ startSample: 90_000, endSample: 100_000 }]
}

test.each([factors, ...models].map((of) => [of.model.kind, of] as const))(
  'regions and cuts of masks of the kind %s are played as the exported file holds them, sample for sample',
  async (_, of) => {
    const folder = await mkdtemp(join(tmpdir(), 'unweave-player-'))
    const clip = { sampleRate, lengthSamples, channels }
    const parameters = { ...defaultParameters, componentCount: 2, windowSamples, hopSamples } as const
    const outcome = await exportStems(
      {
        audio: clipSource(clip),
        separation: { id: 's', parameters, factors: of },
        folder,
        format: 'wav32f',
        stems: [{ fileName: 'on.wav', componentIndices: [0, 1] }],
        residualFileName: null,
        gains: Float32Array.of(1, 0.25),
        edits,
        mayOverwrite: false,
        recordingPath: join(folder, 'recording.wav')
      },
      { interruption: () => null, reportProgress: () => undefined }
    )
    expect(outcome.kind).toBe('done')
    const written = readWav(await readFile(join(folder, 'on.wav'))).channels
    await rm(folder, { recursive: true, force: true })
    const heard = await playOffline([1, 0.25], undefined, of, edits)
    expect(written[0]).toHaveLength(lengthSamples - 10_000)
    expect(differenceOf(written[0], exported([1, 0.25], undefined, of)[0])).toBeGreaterThan(0.01)
    expect(differenceOf(written[0], heard[0])).toBe(0)
    expect(differenceOf(written[1], heard[1])).toBe(0)
  }
)

test('factors that are written over while playing are heard from the next column on', async () => {
  const change = { at: 400 * blockSamples, H: randomActivations(8) }
  const heard = await playOffline([1, 0], change)
  expect(largestDifference(heard, exported([1, 0], change))).toBe(0)
  const settled = change.at + hopSamples + windowSamples
  const after = exported([1, 0], undefined, { ...factors, H: change.H })
  expect(differenceOf(heard[0].subarray(settled), after[0].subarray(settled))).toBe(0)
})
