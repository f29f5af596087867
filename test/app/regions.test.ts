import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readWav } from '@core/audio/wav-reader'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { EditorDriver } from '../support/editor-driver'
import { demoPath, launchApp, type RunningApp } from '../support/electron-app'
import { heardLevel, tapOutput } from '../support/heard-audio'
import { answerDialogs } from '../support/native-dialogs'
import { decodeAudioFile } from '../../src/main/files/decode-audio'

/* Edits of selected time, on real Electron: each test goes on where the last one stopped. */

let running: RunningApp
let editor: EditorDriver
let folder: string
let durationSeconds: number
let lengthSamples: number
let sampleRate: number

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unweave-regions-'))
  const { samples } = (await decodeAudioFile(
    { path: demoPath, name: 'demo.flac', range: null },
    { onProgress: () => undefined, isCancelled: () => false }
  ))!
  ;({ lengthSamples, sampleRate } = samples)
  samples.close()
  durationSeconds = lengthSamples / sampleRate
  running = await launchApp({ args: [demoPath] })
  editor = new EditorDriver(running)
  await tapOutput(running.window)
  await editor.waitUntilOpened()
  await editor.separate({ components: 3, iterations: 20 })
})
afterAll(async () => {
  await running?.close()
  await rm(folder, { recursive: true, force: true })
})

const marks = () => editor.window.getByRole('button', { name: / on .*, \d+\.\d+ to \d+\.\d+ seconds$/ })

async function playFrom(seconds: number): Promise<void> {
  await editor.window.keyboard.press('Escape')
  const { x, y, width, height } = (await editor.window.locator('.mix > .lane').boundingBox())!
  await editor.window.mouse.click(x + (width * seconds) / durationSeconds, y + height - 3)
  await editor.button('Play').click()
}

async function exportStems(name: string): Promise<Float32Array[][]> {
  const out = join(folder, name)
  await answerDialogs(running.app, { open: [out] })
  await editor.choose('file.export')
  await editor.button('Choose…').click()
  await editor.window
    .getByRole('dialog')
    .getByRole('button', { name: /^Export/ })
    .click()
  await editor.window.getByText(/files? written/).waitFor({ timeout: 60_000 })
  await editor.window.keyboard.press('Escape')
  const names = (await readdir(out)).sort()
  expect(names.length).toBeGreaterThan(0)
  return Promise.all(names.map(async (file) => readWav(await readFile(join(out, file))).channels))
}

describe('a mute of the selection', () => {
  test('of the mix is heard at once, and not in the original', async () => {
    await editor.select(1, 4, durationSeconds)
    await editor.choose('regions.mute')
    expect(await marks().count()).toBe(1)
    await playFrom(1.5)
    await expect.poll(() => heardLevel(editor.window), { timeout: 5000 }).toBe(-Infinity)
    await editor.window.getByRole('radio', { name: 'Original' }).click()
    await expect.poll(() => heardLevel(editor.window), { timeout: 5000 }).toBeGreaterThan(-60)
    await editor.button('Pause').click()
    await editor.window.getByRole('radio', { name: 'Sources on' }).click()
  })

  test('goes with one undo and comes back with redo', async () => {
    await editor.choose('edit.undo')
    expect(await marks().count()).toBe(0)
    await editor.choose('edit.redo')
    expect(await marks().count()).toBe(1)
    await editor.choose('edit.undo')
  })

  test('acts on the selected component, stands on its lane, and silences its stem there alone', async () => {
    await editor.component(1).click({ position: { x: 20, y: 20 } })
    await editor.select(1, 3, durationSeconds)
    await editor.choose('regions.mute')
    expect(
      await editor
        .component(1)
        .getByRole('button', { name: /^Mute on Component 1, 1\.\d+ to / })
        .count()
    ).toBe(1)
    const [first, second] = await exportStems('muted')
    const inside = [Math.round(1.3 * sampleRate), Math.round(2.7 * sampleRate)] as const
    expect(first[0].subarray(...inside).every((sample) => sample === 0)).toBe(true)
    expect(first[0].some((sample) => sample !== 0)).toBe(true)
    expect(second[0].subarray(...inside).some((sample) => sample !== 0)).toBe(true)
    await editor.choose('edit.undo')
  })
})

describe('a delete of the selection', () => {
  test('by key makes every stem shorter by just as many samples', async () => {
    await editor.select(2, 4, durationSeconds)
    await editor.window.keyboard.press('Delete')
    const stems = await exportStems('cut')
    const shorter = lengthSamples - stems[0][0].length
    expect(Math.abs(shorter / sampleRate - 2)).toBeLessThan(0.05)
    for (const channels of stems) expect(channels[0].length).toBe(lengthSamples - shorter)
    await expect.poll(() => editor.window.getByText('Stems sum to mix').count()).toBe(1)
  })

  test('is skipped by the player: the playhead never stands in it', async () => {
    await playFrom(1.6)
    const seen: number[] = []
    await expect
      .poll(
        async () => {
          seen.push(await editor.positionSeconds())
          return seen.at(-1)
        },
        { timeout: 5000, interval: 20 }
      )
      .toBeGreaterThan(4.2)
    await editor.button('Pause').click()
    expect(seen.filter((seconds) => seconds > 2.1 && seconds < 3.9)).toEqual([])
  })

  test('stays in a saved project, and undo of nothing else is needed to restore it', async () => {
    const path = join(folder, 'work.unweave')
    await answerDialogs(running.app, { save: path })
    await editor.choose('file.save-as')
    await editor.waitForTitle('work.unweave')
    await editor.choose('file.close')
    await editor.openFile(path)
    await editor.waitForTitle('work.unweave')
    await editor.waitUntilOpened()
    const cut = await exportStems('reopened')
    expect(cut[0][0].length).toBeLessThan(lengthSamples)
    await editor.choose('regions.restore')
    const whole = await exportStems('restored')
    expect(whole[0][0].length).toBe(lengthSamples)
    expect(running.errors).toEqual([])
  })
})
