import { readFile, readdir, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readNpy, writeNpy, type NpyArray } from '@core/audio/npy'
import { readWav } from '@core/audio/wav-reader'
import { readProject } from '../../../src/main/files/project-archive'
import { makeClip, writeWav } from '../engine/recording'
import { useCli, type Run } from './run-cli'

const clip = makeClip()
const cli = useCli(async (recordings) => {
  await writeWav(join(recordings, 'short.wav'), clip)
  await writeWav(join(recordings, 'mono.wav'), makeClip({ channelCount: 1 }))
})

interface JsonResult {
  parameters: Record<string, unknown>
  proposal: { components: number; used: number; shares: number[] } | null
  files: { path: string; components: number[] }[]
  nullTest: { isExact: boolean }
  cost: number | null
  costs: { iteration: number; cost: number }[]
  build: string | null
  channelGains: { component: number; gains: number[]; pan: number | null }[] | null
}

const window = ['--window', '512']
const small = [...window, '--components', '4', '--iterations', '10']
const short = () => join(cli.recordings, 'short.wav')

let runs = 0

/** Several may run at once: each writes into a folder of its own. */
async function separate(...args: string[]): Promise<JsonResult> {
  const { code, stdout, stderr } = await cli.run([short(), '--quiet', '--json', '--out', `run-${runs++}`, ...args])
  expect(stderr).toBe('')
  expect(code).toBe(0)
  return JSON.parse(stdout) as JsonResult
}

function expectRefusal({ code, stdout, stderr }: Run, sentence: string): void {
  expect(code).toBe(1)
  expect(stdout).toBe('')
  expect(stderr.trim().split('\n')).toHaveLength(3)
  expect(stderr).toContain(sentence)
}

const array = async (...path: string[]): Promise<NpyArray> => readNpy(await readFile(join(cli.folder, ...path)))

/** Template k of a W that was saved. */
const template = ({ data, shape }: NpyArray, k: number) => data.subarray(k * shape[0]!, (k + 1) * shape[0]!)

/** What the other runs are compared with. */
let exactRun: Promise<JsonResult> | null = null
const exact = [...small, '--exact']
const separateExactly = () => (exactRun ??= separate(...exact))

describe('the methods', { timeout: 30_000 }, () => {
  it.each([
    ['nmfd', [...small, '--sources', '2', '--template-columns', '3'], null],
    ['hpss', [...window, '--picture', 'p.svg'], ['short_1_harmonic.wav', 'short_2_percussive.wav']]
  ])('%s writes stems that add up exactly, and a project', async (method, args, wantedNames) => {
    const output = ['--out', 'stems', '--format', 'wav16', '--project', 'p.unweave']
    const result = await separate(...args, '--method', method, ...output)
    expect(result.parameters['method']).toBe(method)
    expect(result.nullTest.isExact).toBe(true)
    const names = result.files.map(({ path }) => basename(path))
    expect(names).toEqual(wantedNames ?? [expect.stringMatching(/^short_1_/), expect.stringMatching(/^short_2_/)])
    const stems = await Promise.all(names.map(async (name) => readWav(await readFile(join(cli.folder, 'stems', name)))))
    for (const [channel, mix] of clip.channels.entries()) {
      expect(mix.map((_, i) => stems[0]!.channels[channel]![i]! + stems[1]!.channels[channel]![i]!)).toEqual(mix)
    }
    const { project, factors } = await readProject(join(cli.folder, 'p.unweave'))
    expect(project.separation!.parameters.method).toBe(method)
    expect(factors!.W).toHaveLength(257 * (method === 'nmfd' ? 4 * 3 : 2))
    if (method === 'hpss') expect(await readFile(join(cli.folder, 'p.svg'), 'utf8')).toMatch(/^<svg [^]*<\/svg>\n$/)
  })

  it('bands divides the frequencies, and reports only what it goes by', async () => {
    const bands = await separate(...window, '-k', '4', '--method', 'bands', '--per-component')
    expect(bands.parameters).toMatchObject({ method: 'bands', components: 4, window: 512 })
    for (const name of ['seed', 'divergence', 'iterations']) expect(bands.parameters).not.toHaveProperty(name)
    expect([bands.cost, bands.build, bands.nullTest.isExact]).toEqual([null, null, true])
    expect(bands.files[3]!.path).toMatch(/_4_\d+-11025-Hz\.wav$/)
  })
})

describe('the updates', { timeout: 30_000 }, () => {
  it('are fast unless they are to be exact, which gives another result', async () => {
    const [fast, exactly] = await Promise.all([separate(...small), separateExactly()])
    expect([fast.parameters['updates'], exactly.parameters['updates']]).toEqual(['fast', 'exact'])
    expect(fast.cost).not.toBe(exactly.cost)
    expect(['relaxed-fma', 'mul-add']).toContain(exactly.build)
  })

  it('end early at a tolerance, and tell the iterations that were made', async () => {
    const args = [...window, '-k', '2', '--exact', '--iterations', '300']
    const [whole, ended] = await Promise.all([separate(...args), separate(...args, '--tolerance', '0.05')])
    expect(whole.costs.at(-1)!.iteration).toBe(300)
    expect(ended.costs.at(-1)!.iteration).toBeLessThan(100)
  })

  it('with penalties come to other factors', async () => {
    const penalised = ['--continuity', '--sparsity'].map((penalty) => separate(...exact, penalty, '5'))
    const results = await Promise.all([separateExactly(), ...penalised])
    expect(new Set(results.map(({ cost }) => cost)).size).toBe(3)
  })
})

describe('the start', { timeout: 30_000 }, () => {
  it('is the best of several seeds', async () => {
    const best = await separate(...exact, '--starts', '4')
    expect(best.parameters['starts']).toBe(4)
    expect(best.cost!).toBeLessThanOrEqual((await separateExactly()).cost!)
  })

  it('by NNDSVDa hardly depends on the seed', async () => {
    const args = [...exact, '--init', 'nndsvda']
    const [first, second] = await Promise.all([separate(...args), separate(...args, '--seed', '2')])
    expect(Math.abs(first.cost! - second.cost!)).toBeLessThan(0.01 * first.cost!)
    expect(first.cost).not.toBe((await separateExactly()).cost)
  })

  it('can be the separation of a project, but not of another recording', async () => {
    await separate(...exact, '--project', 'p.unweave')
    const onward = await separate(...exact, '--warm', 'p.unweave')
    expect(onward.cost!).toBeLessThan((await separateExactly()).cost!)
    const other = join(cli.recordings, 'mono.wav')
    expectRefusal(await cli.run([other, ...exact, '--quiet', '--warm', 'p.unweave']), 'a project of another recording')
  })

  it('can have a number of components that the recording asks for', async () => {
    const { proposal, files } = await separate(...window, '-k', 'auto', '--iterations', '20', '--per-component')
    expect(proposal!.used).toBe(files.length)
    expect(proposal!.used).toBe(Math.max(2, proposal!.components))
    expect(proposal!.shares.length).toBeGreaterThanOrEqual(proposal!.components)
  })
})

describe('templates that are known', { timeout: 30_000 }, () => {
  it('from a file become the first components and stay', async () => {
    await separate(...small, '--seed', '3', '--save-factors', 'f')
    const given = (await array('f', 'W.npy')).data.slice(257, 3 * 257)
    await writeFile(join(cli.folder, 'given.npy'), writeNpy(given, [257, 2], true))
    const { parameters } = await separate(...small, '--fixed-templates', 'given.npy', '--save-factors', 'g')
    expect(parameters['fixedTemplateCount']).toBe(2)
    const W = await array('g', 'W.npy')
    for (const k of [0, 1]) {
      const kept = template(W, k)
      kept.forEach((value, f) => expect(value).toBeCloseTo(given[k * 257 + f]!, 6))
    }
  })

  it('of another window or in too large a number are refused before anything is written', async () => {
    const write = (binCount: number, count: number) => {
      const values = new Float32Array(binCount * count).fill(1)
      return writeFile(join(cli.folder, 'given.npy'), writeNpy(values, [binCount, count], true))
    }
    const args = [short(), ...small, '--quiet', '--fixed-templates', 'given.npy']
    await write(1025, 1)
    expectRefusal(await cli.run(args), '--window 2048 fits them')
    await write(257, 5)
    expectRefusal(await cli.run(args), '5 templates are given, more than the 4 components')
    expect(await readdir(cli.folder)).toEqual(['given.npy'])
  })

  it('are learned from a part of the recording alone, whatever else is found', async () => {
    const learned = [...small, '--learn', '0.1:0.4', '--learn-components', '2']
    const [{ parameters }] = await Promise.all([
      separate(...learned, '--save-factors', 'f'),
      separate(...learned, '-k', '5', '--save-factors', 'g')
    ])
    expect(parameters['learn']).toEqual({ startSeconds: 0.1, endSeconds: 0.4, componentCount: 2 })
    const [four, five] = await Promise.all([array('f', 'W.npy'), array('g', 'W.npy')])
    for (const k of [0, 1]) expect(template(four, k)).toEqual(template(five, k))
    expect(template(four, 2)).not.toEqual(template(five, 2))
  })

  it('cannot be learned from a part that is too short or outside', async () => {
    const refused = (passage: string) => cli.run([short(), ...small, '--quiet', '--learn', passage])
    const [tooShort, outside] = await Promise.all([refused('0.3:0.301'), refused('2:3')])
    expectRefusal(tooShort, 'too short to learn from')
    expectRefusal(outside, 'not within the recording')
  })
})

describe('a joint separation of the channels', { timeout: 30_000 }, () => {
  it('tells how loud each component is in each, in the report, as an array and in the project', async () => {
    const result = await separate(...small, '--stereo', '--save-factors', 'f', '--project', 'p.unweave')
    const gains = await array('f', 'channel-gains.npy')
    expect(gains.shape).toEqual([2, 4])
    expect(result.channelGains!.map(({ gains: [left, right] }) => [left, right])).toEqual(
      [0, 1, 2, 3].map((k) => [gains.data[k], gains.data[4 + k]])
    )
    const pans = result.channelGains!.map(({ pan }) => pan!)
    expect(Math.min(...pans)).toBeLessThan(-0.2)
    expect(Math.max(...pans)).toBeGreaterThan(0.2)
    expect((await readProject(join(cli.folder, 'p.unweave'))).factors!.channelGains).toEqual(gains.data)
  })

  it('of one channel is none, and says so', async () => {
    const { code, stdout } = await cli.run([join(cli.recordings, 'mono.wav'), ...small, '--stereo', '--quiet'])
    expect(code).toBe(0)
    expect(stdout).toContain('--stereo made no difference')
  })
})

describe('saved factors', { timeout: 30_000 }, () => {
  it('are written again where the same ones lie, and refused before the stems where others do', async () => {
    const args = [short(), ...small, '--quiet', '--save-factors', 'f']
    for (let times = 0; times < 2; times++) expect((await cli.run([...args, '--out', 'a'])).code).toBe(0)
    const before = await readFile(join(cli.folder, 'f', 'H.npy'))
    expectRefusal(await cli.run([...args, '--seed', '2', '--out', 'b']), 'W.npy, H.npy')
    expect((await readFile(join(cli.folder, 'f', 'H.npy'))).equals(before)).toBe(true)
    expect((await readdir(cli.folder)).sort()).toEqual(['a', 'f'])
  })
})
