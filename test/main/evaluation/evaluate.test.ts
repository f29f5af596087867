import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { AudioClip } from '@core/audio/audio-clip'
import { createRandom } from '@core/math/random'
import { useCli } from '../cli/run-cli'
import { writeWav } from '../engine/recording'

const lengthSamples = 22_050
const sampleRate = 22_050
const random = createRandom(5)

/** In steps of 16 bit, so that sums are exact. */
function stereo(sample: (t: number) => number, length = lengthSamples): AudioClip {
  const channel = Float32Array.from({ length }, (_, t) => Math.round(8192 * sample(t)) / 32768 + 0)
  return { sampleRate, lengthSamples: length, channels: [channel, channel.slice()] }
}

const hum = stereo((t) => Math.sin(0.1 * t) + 0.5 * Math.sin(0.2 * t))
const hits = stereo((t) => (t % 5000 < 800 ? 2 * random() - 1 : 0))
const mix: AudioClip = {
  ...hum,
  channels: hum.channels.map((samples, c) => samples.map((value, t) => value + hits.channels[c]![t]!))
}

const cli = useCli(async (recordings) => {
  const folder = async (name: string, files: Readonly<Record<string, AudioClip>>) => {
    await mkdir(join(recordings, name))
    for (const [file, clip] of Object.entries(files)) await writeWav(join(recordings, name, `${file}.wav`), clip)
  }
  await folder('truth', { hum, hits, mix })
  await folder('silent', { hum, hits: stereo(() => 0) })
  await folder('short', { hum: stereo(() => 0.5, 4000) })
  await folder('slow', { hum: { ...hum, sampleRate: 11_025 } })
  await folder('uneven', { hum, hits: stereo(() => 0.5, 4000) })
  await folder('swapped', { a: hits, b: hum })
  await mkdir(join(recordings, 'empty'))
  await writeFile(join(recordings, 'empty', 'notes.txt'), 'no sound')
})
const folder = (name: string) => join(cli.recordings, name)

interface Measures {
  sdr: number
  siSdr: number
}

interface JudgementJson {
  sources: { name: string; estimate: string | null; measures: Measures; mixture: Measures; idealMask: Measures }[]
  mean: { measures: Measures }
  recording: string
  sumErrorDecibels: number
}

describe('npm run evaluate', { timeout: 60_000 }, () => {
  it('finds which stem is which, and shows the recording and the ideal mask beside it', async () => {
    const { code, stdout } = await cli.evaluate([folder('swapped'), folder('truth'), '--json', '--window', '1024'])
    expect(code).toBe(0)
    const { sources, recording, sumErrorDecibels } = JSON.parse(stdout) as JudgementJson
    expect(sources.map(({ name, estimate }) => [name, estimate])).toEqual([
      ['hits', 'a.wav'],
      ['hum', 'b.wav']
    ])
    for (const { measures, mixture, idealMask } of sources) {
      expect(measures.siSdr).toBeGreaterThan(100)
      expect(idealMask.siSdr).toBeGreaterThan(mixture.siSdr + 5)
    }
    expect(recording).toBe('mix')
    expect(sumErrorDecibels).toBeLessThan(-100)
  })

  it('prints a table for a person', async () => {
    const { stdout } = await cli.evaluate([folder('swapped'), folder('truth')])
    const lines = stdout.split('\n')
    expect(lines[2]!.match(/SDR +SIR +SAR +SI-SDR/g)).toHaveLength(3)
    expect(lines.filter((line) => /^(hits|hum|mean) /.test(line))).toHaveLength(3)
    expect(stdout).toContain('The stems add up to the recording.')
  })

  it.each([
    ['missing', 'truth', 'The folder of stems cannot be', 'there is no such folder'],
    ['swapped', 'missing', 'The folder of true stems cannot be', 'there is no such folder'],
    ['swapped', 'empty', 'The folder of true stems cannot be', 'there is no stem in it'],
    ['swapped', 'short', 'The true stems cannot be', 'hum.wav 4000; stems of the same recording have one length'],
    ['swapped', 'slow', 'The true stems cannot be', 'hum.wav 11025 Hz'],
    ['swapped', 'uneven', 'The true stems cannot be', 'hum.wav is 22050 samples long and hits.wav 4000'],
    ['swapped', 'silent', 'cannot be done', 'the true stem “hits” is silent']
  ])('refuses %s against %s in a sentence', async (stems, truth, title, problem) => {
    const { code, stdout, stderr } = await cli.evaluate([folder(stems), folder(truth)])
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toContain(title)
    expect(stderr.toLowerCase()).toContain(problem.toLowerCase())
  })

  it('ends with 2 on wrong usage', async () => {
    for (const args of [[], ['a'], ['a', 'b', 'c'], ['a', 'b', '--window', '1000'], ['a', 'b', '--nothing']]) {
      expect((await cli.evaluate(args)).code).toBe(2)
    }
  })
})

describe('--truth', { timeout: 60_000 }, () => {
  const options = ['--components', '4', '--iterations', '60', '--window', '1024', '--quiet']

  it('measures the stems as written, and a project of them comes to the same', async () => {
    const args = [join(folder('truth'), 'mix.wav'), ...options, '--truth', folder('truth'), '--project', 'a.unweave']
    const { code, stdout } = await cli.run([...args, '--json', '--out', 'stems'])
    expect(code).toBe(0)
    const { truth } = JSON.parse(stdout) as { truth: JudgementJson }
    expect(truth.recording).toBe('mix.wav')
    expect(truth.sources.map(({ name }) => name)).toEqual(['hits', 'hum'])
    const ofStems = JSON.parse((await cli.evaluate(['stems', folder('truth'), '--json'])).stdout) as JudgementJson
    expect(ofStems.mean.measures.sdr).toBeCloseTo(truth.mean.measures.sdr, 6)
    const ofProject = JSON.parse((await cli.evaluate(['a.unweave', folder('truth'), '--json'])).stdout) as JudgementJson
    expect(ofProject.mean.measures.sdr).toBeCloseTo(truth.mean.measures.sdr, 1)
  })

  it('prints the table below the report, and refuses other lengths before it separates', async () => {
    const recording = join(folder('truth'), 'mix.wav')
    const { stdout } = await cli.run([recording, ...options, '--truth', folder('truth'), '--out', 'stems'])
    expect(stdout).toMatch(/add up to the recording exactly[^]*Measured against the true stems/)
    const refused = await cli.run([recording, ...options, '--truth', folder('short'), '--out', 'none'])
    expect(refused.code).toBe(1)
    expect(refused.stderr).toContain('stems of the same recording have one length')
    expect((await cli.evaluate(['none', folder('truth')])).stderr).toContain('There is no such folder')
  })

  it('compares bands and harmonic/percussive with as many components', async () => {
    const args = [join(folder('truth'), 'mix.wav'), ...options, '--truth', folder('truth'), '--compare']
    const { stdout } = await cli.run([...args, '--out', 'stems', '--json'])
    const { compared } = JSON.parse(stdout) as {
      compared: { method: string; componentCount: number; grouped: Measures; perfect: Measures }[]
    }
    expect(compared.map(({ method, componentCount }) => [method, componentCount])).toEqual([
      ['nmf', 4],
      ['bands', 4],
      ['hpss', 2]
    ])
    for (const { grouped, perfect } of compared) expect(perfect.siSdr).toBeGreaterThanOrEqual(grouped.siSdr - 1e-6)
    expect((await cli.run([...args, '--out', 'stems'])).stdout).toMatch(/\nhpss +2 /)
  })
})
