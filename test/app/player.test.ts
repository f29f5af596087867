import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { clipSource, MaskStream } from '@core/separation/mask-stream'
import { createRandom } from '@core/math/random'
import { afterAll, beforeAll, expect, test } from 'vitest'
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
const factors = { ...splitFactors(lengthSamples), H: randomActivations() }
const blockSamples = 128

let running: RunningApp
let workletUrl: string

beforeAll(async () => {
  const assets = await readdir(join(projectRoot, 'out', 'renderer', 'assets'))
  workletUrl = `app://unweave/assets/${assets.find((name) => /^mask-worklet.*\.js$/.test(name))}`
  running = await launchApp()
})
afterAll(() => running.close())

function randomActivations(): Float32Array {
  const random = createRandom(7)
  return Float32Array.from(splitFactors(lengthSamples).H, () => random())
}

/** Renders the whole clip in the window; the gains change to `later` at the sample `changeAt`. */
async function playOffline(gains: number[], change?: { at: number; gains: number[] }): Promise<Float32Array[]> {
  const pages = Array.from({ length: pageCountOf(lengthSamples) }, (_, index) =>
    createPage(channels.map((channel) => channel.subarray(index * pageSamples, (index + 1) * pageSamples)))
  )
  const shared = shareFactors(factors, SharedGains.create(Float32Array.from(gains)))
  const rendered = await running.window.evaluate(
    async ({ url, rate, length, separation, pageBytes, statusBytes, later }) => {
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
      const processorOptions: MaskWorkletOptions = {
        channelCount: 2,
        lengthSamples: length,
        status: new SharedArrayBuffer(statusBytes),
        messages: [
          ...pageBytes.map((page, index) => ({ type: 'page' as const, index, buffer: share(page) })),
          {
            type: 'separation',
            separation: { ...separation, W: share(separation.W), H: share(separation.H), gains: gainsBuffer }
          },
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
          new Float32Array(gainsBuffer, 8).set(later.gains)
          Atomics.add(sequence, 0, 1)
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
      separation: { ...shared, W: toBase64(shared.W), H: toBase64(shared.H), gains: toBase64(shared.gains) },
      pageBytes: pages.map(toBase64),
      statusBytes: PlaybackStatus.create(2).buffer.byteLength,
      later: change ?? null
    }
  )
  return rendered.map((text) => {
    const bytes = Uint8Array.from(Buffer.from(text, 'base64'))
    return new Float32Array(bytes.buffer)
  })
}

function toBase64(buffer: SharedArrayBuffer): string {
  return Buffer.from(buffer).toString('base64')
}

/** What an export of the same components holds. */
function exported(gains: number[], change?: { at: number; gains: number[] }): Float32Array[] {
  const source = clipSource({ sampleRate, lengthSamples, channels })
  const stream = new MaskStream({ source, factors, windowSamples, hopSamples })
  const outputs = channels.map(() => new Float32Array(lengthSamples))
  const at = change?.at ?? lengthSamples
  stream.setGains(Float32Array.from(gains))
  stream.read(outputs, at)
  if (change !== undefined) {
    stream.setGains(Float32Array.from(change.gains))
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
