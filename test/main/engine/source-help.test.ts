import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { computePeaks } from '@core/audio/peaks'
import { clipSource } from '@core/audio/sample-source'
import { engineMethods, type EngineMethods } from '@core/contract/engine'
import { createClient, serve, type Client, type Port } from '@core/contract/rpc'
import { hintField } from '@core/separation/hint-field'
import type { Hint } from '@core/separation/hints'
import { MaskStream } from '@core/separation/mask-stream'
import { stftLayout } from '@core/spectral/stft-layout'
import { createEngineHandlers } from '../../../src/main/engine/engine-handlers'
import { GrantTable } from '../../../src/main/engine/grant-table'
import { buildForNode } from './build-for-node'
import { makeClip, testParameters, writeWav } from './recording'

let folder: string
let built: string
let client: Client<EngineMethods>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unweave-help-'))
  await writeWav(join(folder, 'in.wav'), makeClip({ lengthSamples: 44_100 }))
  await writeWav(join(folder, 'long.wav'), makeClip({ lengthSamples: 22_050 * 60 }))
  built = await buildForNode({ 'nmf-thread': 'src/main/engine/nmf-thread.ts' })
}, 60_000)
afterAll(async () => {
  for (const made of [folder, built]) await rm(made, { recursive: true, force: true })
})

beforeEach(() => {
  const grants = new GrantTable({ patienceMilliseconds: 20 })
  for (const name of ['in.wav', 'long.wav']) {
    grants.add({ kind: 'audio-file', grant: name, path: join(folder, name), name, range: null })
  }
  const channel = new MessageChannel()
  const threads = { threadUrl: pathToFileURL(join(built, 'nmf-thread.js')) }
  serve(engineMethods, wrapNodePort(channel.port1), createEngineHandlers({ grants, threads }))
  client = createClient(engineMethods, wrapNodePort(channel.port2))
  return () => channel.port1.close()
})

function wrapNodePort(port: MessagePort): Port {
  return {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => void port.on('message', listener),
    onClose: (listener) => void port.on('close', listener)
  }
}

const hint: Hint = {
  source: 'b',
  sign: 'is',
  area: { kind: 'box', startSeconds: 0.2, endSeconds: 1.5, lowHertz: 100, highHertz: 500 }
}
const painted = { sources: ['a', 'b'], componentSources: [0, 0, 1, 1], hints: [hint] }

async function separated(grant: string) {
  const { clipId } = await client.call('openAudio', { grant })
  const templates = { warmSeparationId: null, givenTemplates: null }
  const { separationId, factors } = await client.call('separate', { clipId, parameters: testParameters, ...templates })
  return { clipId, separationId, factors }
}

describe('learning from what was painted, behind a port', { timeout: 30_000 }, () => {
  it('gives a separation of its own, the same each time, and tells how far it is', async () => {
    const { clipId, separationId, factors } = await separated('in.wav')
    const fractions: number[] = []
    const call = client.start('learnFromHints', { clipId, separationId, ...painted }, ({ fraction }) =>
      fractions.push(fraction)
    )
    const outcome = await call.outcome
    if (outcome.kind !== 'done') throw new Error(outcome.kind)
    expect(outcome.value.separationId).not.toBe(separationId)
    expect(outcome.value.factors.W).not.toEqual(factors.W)
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b))
    const again = await client.call('learnFromHints', { clipId, separationId, ...painted })
    expect(again.separationId).toBe(outcome.value.separationId)
    // it is there to go on with
    const more = { clipId, separationId: again.separationId, ...painted }
    expect((await client.call('learnFromHints', more)).separationId).not.toBe(again.separationId)
  })

  it('cancels within a second', async () => {
    const { clipId, separationId } = await separated('long.wav')
    const call = client.start('learnFromHints', { clipId, separationId, ...painted }, () => call.interrupt('cancel'))
    const startTime = performance.now()
    expect(await call.outcome).toEqual({ kind: 'cancelled' })
    expect(performance.now() - startTime).toBeLessThan(1000)
  })

  it('refuses sources that are not those of the components', async () => {
    const { clipId, separationId } = await separated('in.wav')
    for (const componentSources of [
      [0, 1],
      [0, 0, 1, 2]
    ]) {
      await expect(
        client.call('learnFromHints', { clipId, separationId, ...painted, componentSources })
      ).rejects.toMatchObject({ code: 'shape-mismatch' })
    }
  })
})

describe('peaks of stems with what was painted, behind a port', { timeout: 30_000 }, () => {
  it('are those of what is heard, at each weight, and elsewhere those without paint', async () => {
    const { clipId, separationId, factors } = await separated('long.wav')
    const stem = { clipId, separationId, componentIndices: [2, 3], weights: [1, 0.5] }
    const [plain, shaped] = [
      await client.call('readStemPeaks', stem),
      await client.call('readStemPeaks', { ...stem, painted })
    ]
    const audio = clipSource(makeClip({ lengthSamples: 22_050 * 60 }))
    const { windowSamples, hopSamples } = testParameters
    const { lengthSamples, sampleRate, channelCount } = audio
    const stream = new MaskStream({ source: audio, factors, windowSamples, hopSamples, sampleRate })
    stream.setGains(Float32Array.of(0, 0, 1, 0.5))
    stream.setShaping({
      componentSources: Int32Array.from(painted.componentSources),
      sourceCount: 2,
      hints: hintField(
        painted.hints,
        painted.sources,
        stftLayout(lengthSamples, windowSamples, hopSamples),
        sampleRate
      ),
      exponent: 1
    })
    const heard = Array.from({ length: channelCount }, () => new Float32Array(lengthSamples))
    stream.read(heard, lengthSamples)
    expect(shaped.channels).toEqual(heard.map((samples) => computePeaks(samples, shaped.samplesPerPeak)))
    const peakOf = (samples: Float32Array) => samples.reduce((most, x) => Math.max(most, Math.abs(x)), 0)
    expect(shaped.peakDecibels).toBeCloseTo(20 * Math.log10(Math.max(...heard.map(peakOf))), 4)
    const differing = Array.from(plain.channels[0]!).flatMap((value, i) =>
      value === shaped.channels[0]![i] ? [] : [i]
    )
    const secondsOf = (index: number) => ((index >> 1) * plain.samplesPerPeak) / sampleRate
    expect(secondsOf(differing[0]!)).toBeLessThan(0.3)
    expect(secondsOf(differing.at(-1)!)).toBeLessThan(1.6)
    expect(await client.call('readStemPeaks', stem)).toEqual(plain)
  })

  it('refuse sources that are not those of the components', async () => {
    const { clipId, separationId } = await separated('in.wav')
    const request = { clipId, separationId, componentIndices: [0], painted: { ...painted, componentSources: [0, 1] } }
    await expect(client.call('readStemPeaks', request)).rejects.toMatchObject({ code: 'shape-mismatch' })
  })
})

describe('learning templates, behind a port', { timeout: 30_000 }, () => {
  it('gives them with the facts of the example, and how much others explain of it', async () => {
    const { clipId } = await client.call('openAudio', { grant: 'in.wav' })
    const example = { clipId, passages: null, parameters: testParameters, templateCount: 3 }
    const { W, facts } = await client.call('learnTemplates', example)
    expect(W).toHaveLength(3 * 257)
    expect(facts).toEqual({ seconds: 2, soundingSeconds: 2, clippedSamples: 0 })
    const { share } = await client.call('measureOverlap', { ...example, others: W })
    expect(share).toBeGreaterThan(0.3)
    const beyond = { ...example, passages: [{ startSeconds: 1, endSeconds: 9 }] }
    await expect(client.call('learnTemplates', beyond)).rejects.toMatchObject({ code: 'invalid-argument' })
  })
})
