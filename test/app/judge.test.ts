import { execFile } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createRandom } from '@core/math/random'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { EditorDriver } from '../support/editor-driver'
import { launchApp, projectRoot, type RunningApp } from '../support/electron-app'
import { float32Data, makeWav } from '../support/make-audio'
import { answerDialogs } from '../support/native-dialogs'

/* Sources against true stems, on real Electron: each test goes on where the last one stopped. */

let folder: string
let running: RunningApp
let editor: EditorDriver

const sampleRate = 22_050
const lengthSamples = 3 * sampleRate
const random = createRandom(5)
const hum = Array.from({ length: lengthSamples }, (_, t) => 0.2 * Math.sin(0.1 * t) + 0.1 * Math.sin(0.2 * t))
const hits = Array.from({ length: lengthSamples }, (_, t) => (t % 9000 < 900 ? 0.3 * (2 * random() - 1) : 0))

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unweave-judge-'))
  const write = (name: string, samples: readonly number[]) =>
    writeFile(join(folder, name), makeWav({ tag: 3, bits: 32, sampleRate, data: float32Data(samples) }))
  await write('hum.wav', hum)
  await write('hits.wav', hits)
  await write('short.wav', hum.slice(0, sampleRate))
  await write(
    'mix.wav',
    hum.map((value, t) => value + hits[t]!)
  )
  running = await launchApp({ args: [join(folder, 'mix.wav')] })
  editor = new EditorDriver(running)
  await editor.waitUntilOpened()
  await editor.separate({ components: 6, iterations: 60 })
  await editor.suggestTwoSources()
})
afterAll(async () => {
  expect(running.errors).toEqual([])
  await running.close()
  await rm(folder, { recursive: true, force: true })
})

const dialog = () => editor.window.getByRole('dialog', { name: 'Judge with true stems' })
const truths = () => dialog().getByRole('list', { name: 'True stems' }).getByRole('listitem')
const cellsOf = async (row: string) =>
  (await dialog().getByRole('row', { name: row }).first().getByRole('cell').allInnerTexts()).map((text) => text.trim())
const number = (text: string | undefined) => Number(text?.replace('−', '-'))

test('stems are chosen, and every source is measured beside the recording and the ideal mask', async () => {
  await editor.choose('separate.judge')
  await dialog().waitFor()
  expect(await dialog().getByRole('button', { name: 'Judge', exact: true }).isEnabled()).toBe(false)
  await answerDialogs(running.app, { open: [join(folder, 'hum.wav'), join(folder, 'hits.wav')] })
  await dialog().getByRole('button', { name: 'Choose files…' }).click()
  await expect.poll(() => truths().count()).toBe(2)
  await dialog().getByRole('button', { name: 'Judge', exact: true }).click()
  await dialog().getByRole('row', { name: 'Mean' }).waitFor()
  // goes with, then SDR, SIR, SAR, SI-SDR of the source, of the recording and of the ideal mask
  const [goesWith, ...measures] = await cellsOf('hum')
  expect(goesWith).not.toBe('')
  expect(measures).toHaveLength(12)
  expect(number(measures[3])).toBeGreaterThan(number(measures[7]))
  expect(number(measures[11])).toBeGreaterThan(number(measures[3]) - 3)
})

test('the numbers are those that the command line finds for the saved project', async () => {
  const shown = { hum: await cellsOf('hum'), hits: await cellsOf('hits') }
  await editor.window.keyboard.press('Escape')
  await dialog().waitFor({ state: 'detached' })
  const project = join(folder, 'judged.unweave')
  await answerDialogs(running.app, { save: project })
  await editor.window.keyboard.press('Control+s')
  await expect
    .poll(
      () =>
        stat(project).then(
          () => true,
          () => false
        ),
      { timeout: 10_000 }
    )
    .toBe(true)
  const truth = join(folder, 'truth')
  await mkdir(truth)
  for (const name of ['hum.wav', 'hits.wav']) await copyFile(join(folder, name), join(truth, name))
  const evaluate = join(projectRoot, 'scripts', 'evaluate.mjs')
  const { stdout } = await promisify(execFile)(process.execPath, [evaluate, project, truth, '--json'])
  const { sources } = JSON.parse(stdout) as {
    sources: {
      name: 'hum' | 'hits'
      estimate: string
      measures: Record<string, number>
      mixture: Record<string, number>
      idealMask: Record<string, number>
    }[]
  }
  expect(sources.map(({ name }) => name).sort()).toEqual(['hits', 'hum'])
  for (const { name, estimate, measures, mixture, idealMask } of sources) {
    const keys = ['sdr', 'sir', 'sar', 'siSdr']
    expect(shown[name][0]).toBe(estimate)
    const expectShown = (cell: number, value: number) => {
      const text = shown[name][cell]
      if (value > 100) expect(text).toBe('∞')
      // shown with one decimal
      else expect(Math.abs(number(text) - value)).toBeLessThan(0.0501)
    }
    keys.forEach((key, at) => {
      expectShown(1 + at, measures[key])
      expectShown(5 + at, mixture[key])
      expectShown(9 + at, idealMask[key])
    })
  }
})

test('other methods stand beside it, and one of them can be heard and undone', async () => {
  await editor.choose('separate.judge')
  await dialog().getByRole('row', { name: 'Mean' }).waitFor()
  await dialog().getByRole('button', { name: 'Compare with bands and HPSS' }).click()
  await dialog()
    .getByRole('row', { name: /^Band-pass bank 6/ })
    .waitFor({ timeout: 20_000 })
  await dialog()
    .getByRole('row', { name: /^Harmonic\/percussive 2/ })
    .waitFor({ timeout: 20_000 })
  await dialog().getByRole('button', { name: 'Hear Harmonic/percussive in place of the separation' }).click()
  await dialog().waitFor({ state: 'detached' })
  await editor.source('Percussive').waitFor()
  await editor.window.keyboard.press('Control+z')
  await expect.poll(() => editor.source('Percussive').count()).toBe(0)
})

test('what was judged is not shown of other sources', async () => {
  await editor.choose('separate.judge')
  await dialog()
    .getByRole('button', { name: 'Judge', exact: true })
    .or(dialog().getByRole('row', { name: 'Mean' }))
    .first()
    .waitFor()
  if ((await dialog().getByRole('row', { name: 'Mean' }).count()) === 0)
    await dialog().getByRole('button', { name: 'Judge', exact: true }).click()
  await dialog().getByRole('row', { name: 'Mean' }).waitFor()
  await editor.window.keyboard.press('Escape')
  await dialog().waitFor({ state: 'detached' })
  await editor.window.getByRole('radio', { name: 'Sustain', exact: true }).click()
  await editor.choose('separate.judge')
  await dialog().getByRole('button', { name: 'Judge', exact: true }).waitFor()
  expect(await dialog().getByRole('row', { name: 'Mean' }).count()).toBe(0)
  await editor.window.keyboard.press('Escape')
  await dialog().waitFor({ state: 'detached' })
})

test('a stem of another length is refused with a sentence, and dropped files are stems', async () => {
  await editor.choose('separate.judge')
  await dialog().waitFor()
  await editor.dropFile(join(folder, 'short.wav'))
  await expect.poll(() => truths().count()).toBe(3)
  await dialog().getByRole('button', { name: 'Judge', exact: true }).click()
  const refusal = editor.window.getByRole('alertdialog').or(editor.window.getByRole('dialog')).last()
  await expect.poll(() => refusal.innerText()).toMatch(/short.*samples long.*one length/s)
  await refusal.getByRole('button', { name: 'Close' }).click()
  await dialog().getByRole('button', { name: 'Remove short' }).click()
  await expect.poll(() => truths().count()).toBe(2)
})

test('stems are known again after the engine died, and a comparison that is cancelled leaves what was measured', async () => {
  process.kill((await editor.engineProcessId())!, 'SIGKILL')
  await dialog().getByRole('button', { name: 'Judge', exact: true }).click()
  await dialog().getByRole('row', { name: 'Mean' }).waitFor({ timeout: 20_000 })
  const before = await cellsOf('hum')
  const compare = dialog().getByRole('button', { name: 'Compare with bands and HPSS' })
  await compare.click()
  await dialog().getByRole('button', { name: 'Cancel' }).click()
  await compare.waitFor({ timeout: 1000 })
  expect(await cellsOf('hum')).toEqual(before)
})
