import { readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readWav } from '@core/audio/wav-reader'
import { optionTypes } from '../../../src/main/cli/option-types'
import { readProject } from '../../../src/main/files/project-archive'
import { makeClip, writeWav } from '../engine/recording'
import { useCli } from './run-cli'

const clip = makeClip({ lengthSamples: 22_050 })
const cli = useCli(async (recordings) => {
  await writeWav(join(recordings, 'short.wav'), clip)
  await writeWav(join(recordings, 'long.wav'), makeClip({ lengthSamples: 22_050 * 60 }))
  await writeFile(join(recordings, 'text.wav'), 'this is no recording')
  await writeWav(join(recordings, 'empty.wav'), { sampleRate: 8000, lengthSamples: 0, channels: [new Float32Array(0)] })
})
const { run } = cli

const quick = ['--components', '4', '--starts', '1', '--iterations', '10', '--window', '512']
const recording = (name: string) => join(cli.recordings, name)

interface JsonResult {
  files: { path: string; components: number[]; peakDecibels: number | null; clippedSamples: number }[]
  nullTest: unknown
  cost: number
  warnings: unknown[]
}

describe('the command line', { timeout: 30_000 }, () => {
  it('explains itself', async () => {
    const { code, stdout } = await run(['--help'])
    expect(code).toBe(0)
    for (const option of Object.keys(optionTypes)) expect(stdout).toContain(`--${option}`)
    expect((await run(['--version'])).stdout).toMatch(/^Unweave \d+\.\d+\.\d+\n$/)
  })

  it('ends with 2 on wrong usage and names the value', async () => {
    const { code, stdout, stderr } = await run([recording('short.wav'), '--components', '1000'])
    expect(code).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toContain('--components "1000" cannot be used: give a whole number from 2 to 128.')
    expect(stderr).toContain('--help')
  })

  it.each(['missing.wav', 'text.wav', 'empty.wav', '.'])(
    'ends with 1 on %s and says what, why and what next',
    async (name) => {
      const { code, stdout, stderr } = await run([recording(name), ...quick, '--out', 'stems', '--quiet'])
      expect(code).toBe(1)
      expect(stdout).toBe('')
      expect(stderr.trim().split('\n')).toHaveLength(3)
      expect(stderr).not.toMatch(/^\s+at /m)
      expect(await readdir(cli.folder)).toEqual([])
    }
  )

  it('says a failure as JSON too', async () => {
    const { code, stdout } = await run([recording('text.wav'), '--json', '--quiet'])
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'not-audio', title: expect.any(String) } })
  })

  it('writes one stem per source, the same bytes on every run, that add up to the recording exactly', async () => {
    const args = [recording('short.wav'), ...quick, '--sources', '2', '--format', 'wav16', '--json']
    const first = await run([...args, '--out', 'a', '--threads', '1'])
    const second = await run([...args, '--out', 'b', '--threads', '2'])
    expect([first.code, second.code]).toEqual([0, 0])
    const result = JSON.parse(first.stdout) as JsonResult
    expect(result.files.map(({ path }) => path)).toEqual([
      expect.stringMatching(/^a.short_1_[a-z]+\.wav$/),
      expect.stringMatching(/^a.short_2_[a-z]+(-2)?\.wav$/)
    ])
    expect(result.files.flatMap(({ components }) => components).sort()).toEqual([1, 2, 3, 4])
    expect(result.nullTest).toEqual({ isExpected: true, isExact: true, peakDecibels: null })
    expect(result.warnings).toEqual([])
    const names = await readdir(join(cli.folder, 'a'))
    expect(names).toHaveLength(2)
    const stems: { channels: Float32Array[] }[] = []
    for (const name of names) {
      const bytes = await readFile(join(cli.folder, 'a', name))
      expect(bytes.equals(await readFile(join(cli.folder, 'b', name)))).toBe(true)
      stems.push(readWav(bytes))
    }
    for (const [channel, mix] of clip.channels.entries()) {
      const sum = mix.map((_, i) => stems[0]!.channels[channel]![i]! + stems[1]!.channels[channel]![i]!)
      expect(sum).toEqual(mix)
    }
  })

  it('can be run again into the same folder, but does not replace other stems unless it may', async () => {
    const args = [recording('short.wav'), ...quick, '--per-component', '--out', 'stems', '--quiet']
    expect((await run(args)).code).toBe(0)
    expect((await run(args)).code).toBe(0)
    const [name] = await readdir(join(cli.folder, 'stems'))
    const stem = join(cli.folder, 'stems', name!)
    const before = await readFile(stem)
    const refused = await run([...args, '--iterations', '3'])
    expect(refused.code).toBe(1)
    expect(refused.stderr).toContain(name)
    expect((await readFile(stem)).equals(before)).toBe(true)
    expect((await run([...args, '--iterations', '3', '--overwrite'])).code).toBe(0)
    expect((await readFile(stem)).equals(before)).toBe(false)
  })

  it('writes one stem per component, a project that reopens and a picture', async () => {
    const output = ['--out', 'parts', '--project', 'song.unweave', '--picture', 'song.svg']
    const { code, stdout } = await run([recording('short.wav'), ...quick, '-s', '2', '--per-component', ...output])
    expect(code).toBe(0)
    expect(stdout).toContain('add up to the recording exactly')
    expect(await readdir(join(cli.folder, 'parts'))).toHaveLength(4)
    const { project, factors } = await readProject(join(cli.folder, 'song.unweave'))
    expect(new Set(project.sources.map(({ name }) => name)).size).toBe(2)
    expect(project.components.every(({ sourceId }) => sourceId !== null)).toBe(true)
    expect(factors!.W).toHaveLength(4 * 257)
    expect(await readFile(join(cli.folder, 'song.svg'), 'utf8')).toMatch(
      /^<svg [^]*data:image\/png;base64,[^]*<\/svg>\n$/
    )

    const again = await run([recording('short.wav'), ...quick, ...output.slice(2), '--out', 'others'])
    expect(again.code).toBe(1)
    expect(again.stderr).toContain('song.unweave')
  })

  it('says how many channels are treated, and damage in minutes and seconds', async () => {
    const whole = join(cli.folder, 'surround.wav')
    await writeWav(whole, makeClip({ channelCount: 6, lengthSamples: 44_100 }))
    await writeFile(join(cli.folder, 'cut.wav'), (await readFile(whole)).subarray(0, 44 + 6 * 2 * 22_050))
    const { code, stdout, stderr } = await run(['cut.wav', ...quick, '--out', 'stems', '--quiet'])
    expect(code).toBe(0)
    expect(stderr).toContain('it says it holds 0:02.0, but there are only 0:01.0')
    expect(stdout).toContain('One separation serves all 6 channels')
    const [name] = await readdir(join(cli.folder, 'stems'))
    expect(readWav(await readFile(join(cli.folder, 'stems', name!))).channels).toHaveLength(6)
  })

  it('keeps quiet on stderr when it is told to', async () => {
    const { stderr } = await run([recording('short.wav'), ...quick, '--out', 'stems', '--quiet'])
    expect(stderr).toBe('')
    const loud = await run([recording('short.wav'), ...quick, '--out', 'stems'])
    expect(loud.stderr).toMatch(/Reading[^]*Separating: iteration[^]*Writing/)
  })

  it.each(['SIGINT', 'SIGTERM'] as const)('ends with 130 on %s within a second and leaves no file', async (signal) => {
    let killedAt = 0
    const { code, stdout, stderr } = await run(
      [recording('long.wav'), '--iterations', '5000', '--window', '512', '--out', 'stems', '--project', 'p.unweave'],
      (text, kill) => {
        if (killedAt > 0 || !text.includes('Separating')) return
        killedAt = performance.now()
        kill(signal)
      }
    )
    expect(code).toBe(130)
    expect(performance.now() - killedAt).toBeLessThan(1500)
    expect(stdout).toBe('')
    expect(stderr).toContain('Cancelled')
    expect(await readdir(cli.folder)).toEqual([])
  })
})
