import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AudioClip } from '@core/audio/audio-clip'
import { readWav } from '@core/audio/wav-reader'
import { clipSource } from '@core/audio/sample-source'
import { productModel } from '@core/separation/factors'
import { MaskStream } from '@core/separation/mask-stream'
import { readProject } from '../../src/main/files/project-archive'
import { decodeAudioFile } from '../../src/main/files/decode-audio'
import { answerDialogs } from '../support/native-dialogs'
import { EditorDriver } from '../support/editor-driver'
import { demoPath, launchApp, type RunningApp } from '../support/electron-app'
import { heardLevel, meanHeardLevel, tapOutput } from '../support/heard-audio'
import { readClip } from '../support/read-clip'

/* One person's work from the first start to the reopened project, on real Electron: each test goes on where the last one stopped. */

let folder: string
let running: RunningApp
let editor: EditorDriver
let stems: ReturnType<typeof readWav>[]

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unweave-main-job-'))
  running = await launchApp({ args: [demoPath] })
  editor = new EditorDriver(running)
  await tapOutput(running.window)
})

afterAll(async () => {
  await running?.close()
  await rm(folder, { recursive: true, force: true })
})

describe('the main job', () => {
  test('a file given as argument is opened, and its facts are shown', async () => {
    await editor.waitUntilOpened()
    const status = editor.window.getByRole('contentinfo')
    await expect.poll(() => status.textContent()).toContain('44.1 kHz')
    expect(await status.textContent()).toContain('Stereo')
    expect(await running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.getTitle())).toContain(
      'drums-and-guitar'
    )
  })

  test('a separation runs in another process, its progress moves, and cancel puts everything back', async () => {
    const engine = await editor.engineProcessId()
    const processes = await running.app.evaluate(({ app }) => ({ main: process.pid, all: app.getAppMetrics() }))
    expect(engine).not.toBeNull()
    expect(engine).not.toBe(processes.main)
    expect(processes.all.find(({ pid }) => pid === engine)?.type).toBe('Utility')

    await editor.setParameters({ components: 16, iterations: 5000 })
    await editor.button('Separate').click()
    const progress = editor.window.getByRole('progressbar').first()
    const value = async (): Promise<number> => Number(await progress.getAttribute('aria-valuenow'))
    await expect.poll(value, { timeout: 20_000 }).toBeGreaterThan(0)
    const earlier = await value()
    await expect.poll(value, { timeout: 20_000 }).toBeGreaterThan(earlier)

    const asked = Date.now()
    await editor.button('Cancel').click()
    await editor.button('Cancel').waitFor({ state: 'detached' })
    expect(Date.now() - asked).toBeLessThan(1500)
    expect(await editor.button('Mute component 1').count()).toBe(0)
    expect(await editor.button('Separate').isEnabled()).toBe(true)
  })

  test('a separation gives as many components as were asked for', async () => {
    await editor.separate({ components: 8, iterations: 60, seed: 1 })
    expect(await editor.button(/^Mute component \d+$/).count()).toBe(8)
  })

  test('playing is heard, and muting everything while it plays silences it within a few windows', async () => {
    await editor.button('Play').click()
    await expect.poll(() => heardLevel(editor.window), { timeout: 10_000 }).toBeGreaterThan(-60)
    const all = await meanHeardLevel(editor.window, 1.5)

    await editor.button('Solo component 1').click()
    await editor.window.waitForTimeout(400)
    const one = await meanHeardLevel(editor.window, 1.5)
    expect(one).toBeLessThan(all - 1)

    await editor.button('Mute component 1').click()
    await expect.poll(() => heardLevel(editor.window), { timeout: 3000 }).toBe(-Infinity)

    await editor.button('Mute component 1').click()
    await editor.button('Solo component 1').click()
    await expect.poll(() => heardLevel(editor.window), { timeout: 3000 }).toBeGreaterThan(-60)
    await editor.button('Pause').click()
    await expect.poll(() => heardLevel(editor.window), { timeout: 3000 }).toBe(-Infinity)
  })

  test('undo takes edits back one by one, and redo brings them again', async () => {
    const mute = editor.button('Mute component 2')
    await mute.click()
    expect(await mute.getAttribute('aria-pressed')).toBe('true')
    await editor.window.keyboard.press('Control+z')
    await expect.poll(() => mute.getAttribute('aria-pressed')).toBe('false')
    await editor.window.keyboard.press('Control+Shift+z')
    await expect.poll(() => mute.getAttribute('aria-pressed')).toBe('true')
    await editor.window.keyboard.press('Control+z')
  })

  test('components are gathered into sources, and 24 bit stems of them add up to the mix exactly', async () => {
    await editor.suggestTwoSources()
    await editor.button(/^Expand /).click()

    stems = await exportTwoStems('stems')
    const mix = (await decodeDemo()).channels
    expect(differenceCount(mix, stems)).toBe(0)
    expect(stems[0]!.channels[0]).toHaveLength(mix[0]!.length)
    expect(stems[0]!.channels[0]!.some((sample) => Math.abs(sample) > 0.01)).toBe(true)
  })

  test('stems of harder masks and of a filter over both channels are others, and add up as exactly', async () => {
    const shaped = await exportTwoStems('shaped', async (dialog) => {
      await dialog.getByRole('radio', { name: 'Harder' }).click()
      await dialog.getByRole('checkbox', { name: 'Filter by position in the stereo image' }).click()
    })
    expect(differenceCount((await decodeDemo()).channels, shaped)).toBe(0)
    const change = shaped[0]!.channels[0]!.map((sample, i) => sample - stems[0]!.channels[0]![i]!)
    const energy = (samples: Float32Array) => samples.reduce((sum, sample) => sum + sample * sample, 0)
    const decibels = 10 * Math.log10(energy(change) / energy(stems[0]!.channels[0]!))
    expect(decibels).toBeGreaterThan(-40)
    expect(decibels).toBeLessThan(-3)
    // As they were, for the next exports.
    await editor.button('Export stems…').click()
    const dialog = editor.window.getByRole('dialog')
    await dialog.getByRole('radio', { name: 'As heard' }).click()
    await dialog.getByRole('checkbox', { name: 'Filter by position in the stereo image' }).click()
    await editor.window.keyboard.press('Escape')
  })

  test('the project is saved, and reopens complete without computing again', async () => {
    await editor.button('Mute component 3').click()
    const path = join(folder, 'work.unweave')
    await answerDialogs(running.app, { save: path })
    await editor.window.keyboard.press('Control+s')
    await expect
      .poll(
        () =>
          stat(path).then(
            ({ size }) => size > 0,
            () => false
          ),
        { timeout: 10_000 }
      )
      .toBe(true)
    const saved = await readProject(path)
    expect(saved.project.components[2]!.isMuted).toBe(true)
    expect(saved.isAudioEmbedded).toBe(true)
    // player.test.ts shows that the audio thread plays what this class gives; here the exported file is compared with it
    const heard = await readThroughMasks(saved, 0)
    const loudest = Math.max(
      ...heard.map((samples, channel) =>
        samples.reduce((peak, sample, i) => Math.max(peak, Math.abs(sample - stems[0]!.channels[channel]![i]!)), 0)
      )
    )
    expect(20 * Math.log10(loudest)).toBeLessThan(-90)
    await running.close()

    running = await launchApp({ args: [path] })
    editor = new EditorDriver(running)
    await tapOutput(running.window)
    await editor.waitUntilOpened()
    await editor.button('Mute component 3').waitFor()
    expect(await editor.button('Mute component 3').getAttribute('aria-pressed')).toBe('true')
    expect(await editor.button(/^Mute component \d+$/).count()).toBe(8)
    await editor.button('Play').click()
    await expect.poll(() => heardLevel(editor.window), { timeout: 10_000 }).toBeGreaterThan(-60)
    expect(running.errors).toEqual([])
  })
})

/** What the player plays when one source of a saved project is soloed. */
async function readThroughMasks(
  saved: Awaited<ReturnType<typeof readProject>>,
  sourceIndex: number
): Promise<Float32Array[]> {
  const clip = await decodeDemo()
  const { separation, components, sources } = saved.project
  const { binCount, columnCount, parameters } = separation!
  const { windowSamples, hopSamples, componentCount: rank } = parameters
  const { W, H } = saved.factors!
  const factors = { rank, binCount, columnCount, model: productModel, W, H }
  const stream = new MaskStream({
    source: clipSource(clip),
    factors,
    windowSamples,
    hopSamples,
    sampleRate: clip.sampleRate
  })
  stream.setGains(Float32Array.from(components, ({ sourceId }) => (sourceId === sources[sourceIndex]!.id ? 1 : 0)))
  const outputs = clip.channels.map(() => new Float32Array(clip.lengthSamples))
  stream.read(outputs, clip.lengthSamples)
  return outputs
}

async function decodeDemo(): Promise<AudioClip> {
  const callbacks = { onProgress: () => undefined, isCancelled: () => false }
  const file = await decodeAudioFile({ path: demoPath, name: 'demo', range: null }, callbacks)
  const clip = readClip(file!.samples)
  file!.samples.close()
  return clip
}

/** Writes both sources, all at 24 bits, as the dialog is set up. */
async function exportTwoStems(
  name: string,
  setUp: (dialog: Locator) => Promise<void> = () => Promise.resolve()
): Promise<ReturnType<typeof readWav>[]> {
  const out = join(folder, name)
  await answerDialogs(running.app, { open: [out] })
  await editor.button('Export stems…').click()
  const dialog = editor.window.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Choose…' }).click()
  await setUp(dialog)
  await dialog.getByRole('button', { name: /^Export 2 stems$/ }).click()
  await dialog.getByText('2 files written.').waitFor({ timeout: 30_000 })
  expect(await dialog.getByRole('status').textContent()).toContain('add up to the original exactly')
  await editor.window.keyboard.press('Escape')
  const names = (await readdir(out)).sort()
  expect(names).toHaveLength(2)
  return Promise.all(names.map(async (file) => readWav(await readFile(join(out, file)))))
}

/** In how many samples the sum of 24 bit files is another than the mix. */
function differenceCount(mix: readonly Float32Array[], files: readonly ReturnType<typeof readWav>[]): number {
  const steps = 2 ** 23
  return mix.reduce(
    (count, samples, channel) =>
      samples.reduce((sum, sample, i) => {
        const written = files.reduce((total, { channels }) => total + Math.round(channels[channel]![i]! * steps), 0)
        return sum + (written === Math.round(sample * steps) ? 0 : 1)
      }, count),
    0
  )
}
