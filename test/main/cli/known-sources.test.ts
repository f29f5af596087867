import { copyFile, mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { AudioClip } from '@core/audio/audio-clip'
import { createRandom } from '@core/math/random'
import { writeWav } from '../engine/recording'
import { readProject } from '../../../src/main/files/project-archive'
import { useCli } from './run-cli'

const sampleRate = 22_050
const seconds = 10
const random = createRandom(5)

function mono(sample: (t: number) => number, count = sampleRate * seconds, rate = sampleRate): AudioClip {
  const channel = Float32Array.from({ length: count }, (_, t) => Math.round(8192 * sample(t)) / 32768 + 0)
  return { sampleRate: rate, lengthSamples: count, channels: [channel] }
}

const tones = [0.06, 0.09, 0.13]
const hum = mono((t) => Math.sin(tones[Math.floor(t / 9000) % 3]! * t))
const hits = mono((t) => (t % 5000 < 800 ? 2 * random() - 1 : 0))
const mix: AudioClip = { ...hum, channels: [hum.channels[0]!.map((value, t) => value + hits.channels[0]![t]!)] }

const cli = useCli(async (recordings) => {
  await mkdir(join(recordings, 'truth'))
  for (const [name, clip] of Object.entries({ hum, hits, mix }))
    await writeWav(join(recordings, 'truth', `${name}.wav`), clip)
  await writeWav(
    join(recordings, 'silent.wav'),
    mono(() => 0)
  )
  await writeWav(
    join(recordings, 'brief.wav'),
    mono((t) => Math.sin(0.06 * t), sampleRate)
  )
  await writeWav(
    join(recordings, 'fast.wav'),
    mono((t) => Math.sin(0.06 * t), 44_100 * 5, 44_100)
  )
})
const file = (name: string) => join(cli.recordings, 'truth', `${name}.wav`)
const quick = ['--window', '1024', '--example-components', '4', '--quiet']
const both = () => ['--example', `hum=${file('hum')}:5-9.5`, '--example', `hits=${file('hits')}`]

interface Result {
  files: { path: string; components: number[]; name: string }[]
  nullTest: { isExact: boolean }
  parameters: { iterations: number; fixedTemplateCount: number; jointIterations: number; components: number }
  examples: { source: string; facts: { seconds: number }; overlap: number | null; problems: string[] }[]
  truth: { mean: { measures: { siSdr: number } }; sources: { name: string; estimate: string }[] }
  hints: { relabelled: { component: number; source: string }[]; hasLearned: boolean }
}

async function separate(args: readonly string[]): Promise<Result> {
  const { code, stdout, stderr } = await cli.run([file('mix'), ...quick, '--json', ...args])
  expect([code, stderr]).toEqual([0, expect.any(String) as string])
  return JSON.parse(stdout) as Result
}

describe('--example', { timeout: 60_000 }, () => {
  it('separates by what was learned, into stems of these names that add up', async () => {
    const result = await separate([...both(), '--truth', join(cli.recordings, 'truth')])
    expect(result.files.map(({ name, components }) => [name, components])).toEqual([
      ['hum', [1, 2, 3, 4]],
      ['hits', [5, 6, 7, 8]]
    ])
    expect(result.files[0]!.path).toMatch(/mix_1_hum\.wav$/)
    expect(result.nullTest.isExact).toBe(true)
    expect(result.parameters).toMatchObject({
      iterations: 80,
      jointIterations: 10,
      fixedTemplateCount: 8,
      components: 8
    })
    expect(result.truth.sources.map(({ name, estimate }) => [name, estimate])).toEqual([
      ['hits', 'mix_2_hits.wav'],
      ['hum', 'mix_1_hum.wav']
    ])
    expect(result.truth.mean.measures.siSdr).toBeGreaterThan(15)
    expect(result.examples[0]!.facts.seconds).toBeCloseTo(4.5, 6)
    expect(result.examples.map(({ problems }) => problems)).toEqual([[], []])
  })

  it('takes a passage of the recording itself, and leaves what has no example free', async () => {
    const result = await separate(['--example', 'tone=:0:01-0:05.5', '--rest', '3'])
    expect(result.files.map(({ name, components }) => [name, components.length])).toEqual([
      ['tone', 4],
      ['rest', 3]
    ])
    const alone = await separate(['--example', 'tone=:1-5.5', '--overwrite'])
    expect(alone.files[1]!.components).toHaveLength(16)
  })

  it('says what is wrong with an example', async () => {
    const brief = join(cli.recordings, 'brief.wav')
    const { stderr } = await cli.run([
      file('mix'),
      ...quick,
      '--example',
      `a=${brief}`,
      '--example',
      `b=${file('mix')}`
    ])
    expect(stderr).toContain('The example of “a” sounds for only 1.0 s.')
    const { overlap } = (
      await separate(['--example', `a=${file('hum')}`, '--example', `b=${file('hum')}`, '--out', 'c'])
    ).examples[1]!
    expect(overlap).toBeGreaterThan(0.5)
    const silent = await cli.run([file('mix'), ...quick, '--example', `a=${join(cli.recordings, 'silent.wav')}`])
    expect([silent.code, silent.stderr]).toEqual([1, expect.stringContaining('The example is silent') as string])
    const beyond = await cli.run([file('mix'), ...quick, '--example', 'a=:9-20'])
    expect(beyond.stderr).toContain('is not within the recording')
  })

  it('keeps templates in a library and separates by them just so', async () => {
    const args = ['--out', 'stems', '--overwrite']
    await separate([...both(), ...args, '--save-templates', 'library'])
    expect((await readdir(join(cli.folder, 'library'))).sort()).toEqual([
      'hits.json',
      'hits.npy',
      'hum.json',
      'hum.npy'
    ])
    const first = await readFile(join(cli.folder, 'stems', 'mix_1_hum.wav'))
    const library = ['--templates', 'hum=library/hum.npy', '--templates', 'hits=library/hits.json']
    await separate([...library, ...args])
    expect((await readFile(join(cli.folder, 'stems', 'mix_1_hum.wav'))).equals(first)).toBe(true)
    const taken = await cli.run([
      file('mix'),
      ...quick,
      ...both(),
      '--example-components',
      '3',
      '--save-templates',
      'library'
    ])
    expect(taken.stderr).toContain('They would be replaced: hum.npy, hum.json')
  })

  it('refuses templates of another transform in a sentence that names the window', async () => {
    await separate([...both(), '--save-templates', 'library'])
    const other = [file('mix'), '--quiet', '--window', '4096', '--rest', '4', '--templates', 'hum=library/hum.npy']
    expect((await cli.run(other)).stderr).toContain('A window of 1024 fits them')
    const fast = await cli.run([file('mix'), ...quick, '--example', `a=${join(cli.recordings, 'fast.wav')}`])
    expect(fast.stderr).toContain('They were learned at 44100 Hz')
    await copyFile(join(cli.folder, 'library', 'hum.json'), join(cli.folder, 'library', 'hits.json'))
    await writeFile(join(cli.folder, 'library', 'hits.npy'), 'no array')
    const broken = [file('mix'), '--window', '1024', '--rest', '4', '--templates', 'hum=library/hits.npy']
    expect((await cli.run(broken)).stderr).toContain('Hits.npy is no array of numbers')
    const missing = await cli.run([file('mix'), '--quiet', '--templates', 'hum=nothing.npy'])
    expect(missing.stderr).toContain('“nothing.json” cannot be read')
  })

  it.each([
    [['--example', 'drums'], 'give a source and a file'],
    [['--example', '=a.wav'], 'give a source and a file'],
    [['--example', 'a=b.wav:5-2'], 'the second time must be later'],
    [['--example', 'a=b.wav', '--components', '4'], '--components does not go with --example'],
    [['--templates', 'a=b.npy', '--save-templates', 'x'], 'give --example as well'],
    [['--rest', '4'], 'give --example or --templates as well'],
    [['--compare'], 'give --truth as well'],
    [['--hints-without-learning'], 'give --hints as well'],
    [['--mask-exponent', '9'], 'a number from 0.5 to 4']
  ])('is refused as %j', async (args, sentence) => {
    const { code, stderr } = await cli.run([file('mix'), ...args])
    expect(code).toBe(2)
    expect(stderr).toContain(sentence)
  })
})

describe('--hints, --mask-exponent and --wiener', { timeout: 60_000 }, () => {
  const hints = (source: string) => ({
    format: 'unweave-hints',
    version: 1,
    hints: [
      {
        source,
        sign: 'is',
        area: { kind: 'box', startSeconds: 0.5, endSeconds: 9.5, lowHertz: 100, highHertz: 700 }
      }
    ]
  })
  const stems = async () =>
    Promise.all((await readdir(join(cli.folder, 's'))).sort().map((name) => readFile(join(cli.folder, 's', name))))

  it('move components, learn and mask, and the stems still add up', async () => {
    const args = [...both(), '--out', 's', '--overwrite']
    await separate(args)
    const plain = await stems()
    await writeFile(join(cli.folder, 'hints.json'), JSON.stringify(hints('Hits')))
    const masked = await separate([...args, '--hints', 'hints.json', '--hints-without-learning'])
    expect(masked.nullTest.isExact).toBe(true)
    expect(masked.hints.hasLearned).toBe(false)
    const maskedStems = await stems()
    expect(maskedStems[0]!.equals(plain[0]!)).toBe(false)
    const learned = await separate([...args, '--hints', 'hints.json'])
    expect([learned.nullTest.isExact, learned.hints.hasLearned]).toEqual([true, true])
    expect((await stems())[0]!.equals(maskedStems[0]!)).toBe(false)
  })

  it('are in the project that is written, with what they moved', async () => {
    const painted = hints('Hits')
    // one of the three tones, which is a component of its own
    Object.assign(painted.hints[0]!.area, { lowHertz: 260, highHertz: 370 })
    await writeFile(join(cli.folder, 'hints.json'), JSON.stringify(painted))
    const found = await separate([...both(), '--hints', 'hints.json', '--project', 'hinted.unweave'])
    expect(found.hints.relabelled.length).toBeGreaterThan(0)
    const { project } = await readProject(join(cli.folder, 'hinted.unweave'))
    const [hum, hits] = project.sources
    expect([hum!.name, hits!.name]).toEqual(['hum', 'hits'])
    expect(project.hints).toEqual([{ ...painted.hints[0], id: expect.any(String) as string, source: hits!.id }])
    expect(project.components.filter(({ isPlaced }) => isPlaced).map(({ index }) => index + 1)).toEqual(
      found.hints.relabelled.map(({ component }) => component)
    )
  })

  it('are refused when the file is none, or about a source that there is not', async () => {
    await writeFile(join(cli.folder, 'hints.json'), JSON.stringify(hints('piano')))
    const unknown = await cli.run([file('mix'), ...quick, ...both(), '--hints', 'hints.json'])
    expect(unknown.stderr).toContain('The source of a hint cannot be “piano”')
    expect(unknown.stderr).toContain('1 “hum”, 2 “hits”')
    await writeFile(join(cli.folder, 'hints.json'), JSON.stringify({ ...hints('hum'), version: 2 }))
    expect((await cli.run([file('mix'), ...quick, ...both(), '--hints', 'hints.json'])).stderr).toContain('Version: ')
    expect((await cli.run([file('mix'), ...quick, ...both(), '--hints', 'none.json'])).stderr).toContain(
      'cannot be read'
    )
  })

  it('keep the sum exact with harder masks', async () => {
    const args = [...both(), '--out', 's', '--overwrite']
    await separate(args)
    const plain = await stems()
    const harder = await separate([...args, '--mask-exponent', '2', '--wiener'])
    expect(harder.nullTest.isExact).toBe(true)
    expect((await stems())[0]!.equals(plain[0]!)).toBe(false)
  })
})
