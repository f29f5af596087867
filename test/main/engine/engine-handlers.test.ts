import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { computePeaks } from '@core/audio/peaks'
import { engineMethods, type ClipInfo, type EngineMethods, type SeparationProgress } from '@core/contract/engine'
import { createClient, serve, type Client, type Port } from '@core/contract/rpc'
import type { SeparationParameters } from '@core/separation/parameters'
import { createEngineHandlers } from '../../../src/main/engine/engine-handlers'
import { GrantTable } from '../../../src/main/engine/grant-table'
import { buildForNode } from './build-for-node'
import { makeClip, testParameters, writeWav } from './recording'

let folder: string
let built: string
let threadUrl: URL
let client: Client<EngineMethods>
let channel: MessageChannel
const clip = makeClip({ lengthSamples: 44_100 })

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unweave-engine-'))
  await writeWav(join(folder, 'in.wav'), clip)
  await writeWav(join(folder, 'long.wav'), makeClip({ lengthSamples: 22_050 * 60 }))
  built = await buildForNode({ 'nmf-thread': 'src/main/engine/nmf-thread.ts' })
  threadUrl = pathToFileURL(join(built, 'nmf-thread.js'))
}, 60_000)
afterAll(async () => {
  for (const made of [folder, built]) await rm(made, { recursive: true, force: true })
})

beforeEach(() => {
  const grants = new GrantTable({ patienceMilliseconds: 20 })
  for (const name of ['in.wav', 'long.wav', 'missing.wav']) {
    grants.add({ kind: 'audio-file', grant: name, path: join(folder, name), name, range: null })
  }
  grants.add({ kind: 'export-folder', grant: 'out', path: join(folder, 'out') })
  channel = new MessageChannel()
  serve(engineMethods, wrapNodePort(channel.port1), createEngineHandlers({ grants, threads: { threadUrl } }))
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

const open = (grant = 'in.wav'): Promise<ClipInfo> => client.call('openAudio', { grant })
const anew = { warmSeparationId: null, givenTemplates: null }
const separate = (clipId: string, change: Partial<SeparationParameters> = {}) =>
  client.call('separate', { clipId, parameters: { ...testParameters, ...change }, ...anew })
const exportAll = (clipId: string, separationId: string) =>
  client.call('exportStems', {
    clipId,
    separationId,
    folderGrant: 'out',
    stems: [{ fileName: 'low.wav', componentIndices: [0, 1] }],
    residualFileName: 'rest.wav',
    format: 'wav16',
    gains: new Float32Array(4).fill(1),
    mayOverwrite: true
  })

describe('the engine behind a port', { timeout: 30_000 }, () => {
  it('opens a recording and reads its samples and peaks', async () => {
    const info = await open()
    expect(info).toMatchObject({
      name: 'in.wav',
      sampleRate: 22_050,
      channelCount: 2,
      lengthSamples: 44_100,
      warnings: []
    })
    const { clipId } = info
    const { channels } = await client.call('readSamples', { clipId, start: 1000, count: 50 })
    expect(channels).toEqual(clip.channels.map((samples) => samples.slice(1000, 1050)))
    const end = await client.call('readSamples', { clipId, start: 44_000, count: 262_144 })
    expect(end.channels.map(({ length }) => length)).toEqual([100, 100])
    const peaks = await client.call('readPeaks', { clipId })
    expect(peaks.channels).toEqual(clip.channels.map((samples) => computePeaks(samples, peaks.samplesPerPeak)))
  })

  it('computes coarse and fine spectrogram tiles, and refuses those that are not there', async () => {
    const { clipId } = await open()
    const read = (level: number, tileIndex: number) =>
      client.call('readSpectrogramTile', { clipId, windowSamples: 512, level, tileIndex })
    const [fine, coarse] = [await read(0, 0), await read(1, 0)]
    expect(fine.binCount).toBe(257)
    const joined = (column: number, bin: number) =>
      Math.max(fine.decibels[2 * column * 257 + bin]!, fine.decibels[(2 * column + 1) * 257 + bin]!)
    for (const column of [0, 50, 127]) expect(coarse.decibels[column * 257 + 12]).toBe(joined(column, 12))
    await expect(read(0, 2)).rejects.toMatchObject({ code: 'invalid-argument' })
  })

  it('separates with progress, the same way each time, and exports stems that add up exactly', async () => {
    const { clipId } = await open()
    const progress: SeparationProgress[] = []
    const call = client.start('separate', { clipId, parameters: testParameters, ...anew }, (now) => progress.push(now))
    const outcome = await call.outcome
    if (outcome.kind !== 'done') throw new Error(outcome.kind)
    const { factors, costs, separationId } = outcome.value
    expect(progress[0]).toMatchObject({ phase: 'spectrogram', iterationCount: 10 })
    expect(costs.at(-1)!.iteration).toBe(10)
    expect(costs.at(-1)!.cost).toBeLessThan(costs[0]!.cost)
    expect(outcome.value.build).toMatch(/relaxed-fma|mul-add/)
    const fractions = progress.map(({ fraction }) => fraction)
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b))
    const again = await separate(clipId)
    expect(again.factors).toEqual(factors)
    expect(again.separationId).toBe(separationId)
    const other = await separate(clipId, { seed: 2 })
    expect(other.separationId).not.toBe(separationId)

    const exported = await exportAll(clipId, separationId)
    expect(exported.nullTest).toEqual({ isExpected: true, isExact: true, peakDecibels: null })
    const existing = await client.call('findExisting', { folderGrant: 'out', fileNames: ['low.wav', 'none.wav'] })
    expect(existing).toEqual({ existing: ['low.wav'] })
  })

  it('sends previews of W and H about four times a second and says how long it will take', async () => {
    const { clipId } = await open('long.wav')
    const progress: SeparationProgress[] = []
    const parameters = { ...testParameters, iterationCount: 5000 }
    const call = client.start('separate', { clipId, parameters, ...anew }, (now) => progress.push(now))
    await expect
      .poll(() => progress.filter(({ preview }) => preview !== null).length, { timeout: 10_000 })
      .toBeGreaterThan(3)
    call.interrupt('cancel')
    await call.outcome
    const previews = progress.filter(({ preview }) => preview !== null)
    const [first, last] = [previews[0]!, previews.at(-1)!]
    expect(last.preview).toMatchObject({ rank: 4, binCount: 257 })
    expect(last.remainingSeconds).toBeGreaterThan(0)
    const each = (last.elapsedSeconds - first.elapsedSeconds) / (previews.length - 1)
    expect(each).toBeGreaterThan(0.2)
  })

  it('cancels within a second and leaves the former result as it was', async () => {
    const { clipId } = await open('long.wav')
    const former = await separate(clipId, { iterationCount: 1 })
    for (const windowSamples of [512, 2048] as const) {
      // At once, in the phase of the spectrogram or of the start; then while it factorizes.
      for (const waits of [0, 1]) {
        let reports = 0
        const parameters = { ...testParameters, windowSamples, hopSamples: windowSamples / 4, iterationCount: 5000 }
        const call = client.start('separate', { clipId, parameters, ...anew }, ({ phase }) => {
          if (phase === 'factorizing') reports++
        })
        await expect.poll(() => reports, { timeout: 10_000 }).toBeGreaterThanOrEqual(waits)
        const cancelledAt = performance.now()
        call.interrupt('cancel')
        expect(await call.outcome).toEqual({ kind: 'cancelled' })
        expect(performance.now() - cancelledAt).toBeLessThan(1000)
      }
    }
    expect((await exportAll(clipId, former.separationId)).nullTest.isExact).toBe(true)
  })

  it('ends early and keeps what there is', async () => {
    const { clipId } = await open('long.wav')
    let newest = 0
    const parameters = { ...testParameters, iterationCount: 5000 }
    const call = client.start('separate', { clipId, parameters, ...anew }, ({ costPoint }) => {
      newest = costPoint?.iteration ?? 0
    })
    await expect.poll(() => newest, { timeout: 10_000 }).toBeGreaterThan(0)
    call.interrupt('finish')
    const outcome = await call.outcome
    if (outcome.kind !== 'done') throw new Error(outcome.kind)
    expect(outcome.value.costs.at(-1)!.iteration).toBeGreaterThanOrEqual(newest)
    expect(outcome.value.costs.at(-1)!.iteration).toBeLessThan(5000)
    expect((await exportAll(clipId, outcome.value.separationId)).nullTest.isExact).toBe(true)
  })

  it('answers other requests while it works on a long one', async () => {
    const { clipId } = await open('long.wav')
    const { separationId } = await separate(clipId, { iterationCount: 1 })
    const long = client.call('readStemPeaks', { clipId, separationId, componentIndices: [0] })
    let isLongDone = false
    void long.then(() => (isLongDone = true))
    const startTime = performance.now()
    await client.call('readSamples', { clipId, start: 0, count: 1000 })
    expect(performance.now() - startTime).toBeLessThan(200)
    expect(isLongDone).toBe(false)
    const { channels, peakDecibels } = await long
    expect(channels[0]!.length).toBe(2 * Math.ceil((22_050 * 60) / 256))
    expect(peakDecibels).toBeLessThan(3)
  })

  it('gives the peaks of the recording itself for all components together, and silence for none', async () => {
    const { clipId } = await open()
    const { separationId } = await separate(clipId)
    const all = await client.call('readStemPeaks', { clipId, separationId, componentIndices: [0, 1, 2, 3] })
    expect(all.channels).toEqual((await client.call('readPeaks', { clipId })).channels)
    const none = await client.call('readStemPeaks', { clipId, separationId, componentIndices: [] })
    expect(none.peakDecibels).toBeNull()
  })

  it.each([
    ['nmfd', { templateColumns: 3 }, { kind: 'convolution', lagCount: 3 }],
    ['hpss', { componentCount: 2 }, { kind: 'medians' }],
    ['bands', { componentCount: 5 }, { kind: 'product' }]
  ] as const)('separates by %s, and takes what it found back', async (method, change, model) => {
    const { clipId } = await open()
    const progress: SeparationProgress[] = []
    const parameters = { ...testParameters, method, ...change }
    const call = client.start('separate', { clipId, parameters, ...anew }, (now) => progress.push(now))
    const outcome = await call.outcome
    if (outcome.kind !== 'done') throw new Error(outcome.kind)
    const { factors, build } = outcome.value
    expect(progress[0]?.phase).toBe('spectrogram')
    expect(factors.model).toEqual(model)
    expect(build === null).toBe(method !== 'nmfd')
    await client.call('putSeparation', { clipId, separationId: 'again', parameters, factors })
    const exported = await client.call('exportStems', {
      ...{ clipId, separationId: 'again', folderGrant: 'out', format: 'wav16', mayOverwrite: true },
      stems: [{ fileName: 'low.wav', componentIndices: [0] }],
      residualFileName: 'rest.wav',
      gains: new Float32Array(factors.rank).fill(1)
    })
    expect(exported.nullTest.isExact).toBe(true)
  })

  it('separates both channels in one model, and names a result by its gains too', async () => {
    const { clipId } = await open()
    const { factors, separationId, parameters } = await separate(clipId, { isStereo: true })
    if (factors.model.kind !== 'stereo') throw new Error(factors.model.kind)
    const { channelGains } = factors.model
    expect(channelGains).toHaveLength(8)
    for (let k = 0; k < 4; k++) expect((channelGains[k]! + channelGains[4 + k]!) / 2).toBeCloseTo(1, 5)
    expect((await exportAll(clipId, separationId)).nullTest.isExact).toBe(true)
    const put = (model: typeof factors.model) =>
      client.call('putSeparation', { clipId, separationId: 'x', parameters, factors: { ...factors, model } })
    await expect(put({ ...factors.model, channelGains: new Float32Array(4) })).rejects.toMatchObject({
      code: 'shape-mismatch'
    })
    await expect(put({ ...factors.model, channelGains: new Float32Array(8).fill(NaN) })).rejects.toMatchObject({
      code: 'negative-value'
    })
  })

  it('goes on from an earlier separation', async () => {
    const { clipId } = await open()
    const former = await separate(clipId, { iterationCount: 30, updates: 'exact' })
    const warm = await client.call('separate', {
      ...{ clipId, parameters: { ...testParameters, iterationCount: 1, updates: 'exact' }, givenTemplates: null },
      warmSeparationId: former.separationId
    })
    expect(warm.costs.at(-1)!.cost).toBeLessThan(former.costs.at(-1)!.cost)
    const unknown = { clipId, parameters: testParameters, givenTemplates: null, warmSeparationId: 'none' }
    await expect(client.call('separate', unknown)).rejects.toMatchObject({ code: 'unknown-id' })
  })

  it('keeps templates that are given, and learns others from a passage', async () => {
    const { clipId } = await open()
    const { factors } = await separate(clipId)
    const givenTemplates = factors.W.slice(257, 2 * 257)
    const learn = { startSeconds: 0.2, endSeconds: 1, componentCount: 2 }
    const parameters = { ...testParameters, learn, givenTemplateCount: 1 }
    const phases = new Set<string>()
    const call = client.start('separate', { clipId, parameters, givenTemplates, warmSeparationId: null }, ({ phase }) =>
      phases.add(phase)
    )
    const outcome = await call.outcome
    if (outcome.kind !== 'done') throw new Error(outcome.kind)
    const kept = outcome.value.factors.W.subarray(2 * 257, 3 * 257)
    kept.forEach((value, f) => expect(value).toBeCloseTo(givenTemplates[f]!, 6))
    expect(phases).toContain('templates')
    const wrong = { clipId, parameters, givenTemplates: givenTemplates.slice(1), warmSeparationId: null }
    await expect(client.call('separate', wrong)).rejects.toMatchObject({ code: 'shape-mismatch' })
  })

  it('finds activations block by block where the spectrogram is too large to be held', async () => {
    const grants = new GrantTable({ patienceMilliseconds: 20 })
    grants.add({ kind: 'audio-file', grant: 'in.wav', path: join(folder, 'in.wav'), name: 'in.wav', range: null })
    const small = new MessageChannel()
    const handlers = createEngineHandlers({ grants, threads: { threadUrl }, spectrogramLimitBytes: 130_000 })
    serve(engineMethods, wrapNodePort(small.port1), handlers)
    const bounded = createClient(engineMethods, wrapNodePort(small.port2))
    const { clipId } = await bounded.call('openAudio', { grant: 'in.wav' })
    const phases = new Set<string>()
    const parameters = { ...testParameters, iterationCount: 100 }
    const call = bounded.start('separate', { clipId, parameters, ...anew }, ({ phase }) => phases.add(phase))
    const outcome = await call.outcome
    small.port1.close()
    if (outcome.kind !== 'done') throw new Error(outcome.kind)
    expect(phases).toContain('activations')
    const { factors } = outcome.value
    expect(factors.columnCount).toBe(Math.ceil((44_100 + 512) / 128) - 1)
    expect(factors.H.some((height) => height > 0)).toBe(true)
  })

  it('proposes how many components there are, and can be told to stop', async () => {
    const { clipId } = await open()
    const { componentCount, shares } = await client.call('proposeRank', { clipId, parameters: testParameters })
    expect(componentCount).toBeGreaterThanOrEqual(2)
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 3)
    const long = await open('long.wav')
    let reports = 0
    const call = client.start('proposeRank', { clipId: long.clipId, parameters: testParameters }, () => reports++)
    await expect.poll(() => reports, { timeout: 10_000 }).toBeGreaterThan(0)
    call.interrupt('cancel')
    expect(await call.outcome).toEqual({ kind: 'cancelled' })
  })

  it('reads how a separation by medians shares a tile, and refuses it for others', async () => {
    const { clipId } = await open()
    const { separationId } = await separate(clipId, { method: 'hpss', componentCount: 2 })
    const tile = await client.call('readShareTile', { clipId, separationId, level: 0, tileIndex: 0 })
    expect(tile).toMatchObject({ columnCount: 256, binCount: 257 })
    expect(new Set(tile.shares).size).toBeGreaterThan(10)
    const read = (id: string, tileIndex: number) =>
      client.call('readShareTile', { clipId, separationId: id, level: 0, tileIndex })
    expect(await read(separationId, 0)).toEqual(tile)
    await expect(read(separationId, 9)).rejects.toMatchObject({ code: 'invalid-argument' })
    const product = await separate(clipId)
    await expect(read(product.separationId, 0)).rejects.toMatchObject({ code: 'invalid-argument' })
  })

  it('takes factors back that it does not have, and checks them', async () => {
    const { clipId } = await open()
    const { factors, parameters } = await separate(clipId)
    const put = (change: Partial<typeof factors>) =>
      client.call('putSeparation', { clipId, separationId: 'mine', parameters, factors: { ...factors, ...change } })
    await put({})
    expect((await exportAll(clipId, 'mine')).nullTest.isExact).toBe(true)
    await expect(put({ columnCount: 3 })).rejects.toMatchObject({ code: 'shape-mismatch' })
    await expect(put({ W: factors.W.map(() => NaN) })).rejects.toMatchObject({ code: 'negative-value' })
    await expect(put({ H: factors.H.map(() => -1) })).rejects.toMatchObject({ code: 'negative-value' })
  })

  it('refuses what it cannot do, and goes on', async () => {
    const { clipId } = await open()
    await expect(open('missing.wav')).rejects.toMatchObject({ code: 'file-unreadable' })
    await expect(open('never granted')).rejects.toMatchObject({ code: 'unknown-id' })
    await expect(open('out')).rejects.toMatchObject({ code: 'unknown-id' })
    await expect(separate(clipId, { hopSamples: 256 })).rejects.toMatchObject({ code: 'invalid-argument' })
    await expect(exportAll(clipId, 'none')).rejects.toMatchObject({ code: 'unknown-id' })
    await client.call('closeClip', { clipId })
    await expect(client.call('readPeaks', { clipId })).rejects.toMatchObject({ code: 'unknown-id' })
    await expect(open()).resolves.toMatchObject({ channelCount: 2 })
  })

  it('leaves no temporary file in the export folder', async () => {
    expect((await readdir(join(folder, 'out'))).sort()).toEqual(['low.wav', 'rest.wav'])
  })
})
