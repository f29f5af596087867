import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRandom } from '@core/math/random'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { EditorDriver } from '../support/editor-driver'
import { launchApp, type RunningApp } from '../support/electron-app'
import { float32Data, makeWav } from '../support/make-audio'
import { answerDialogs } from '../support/native-dialogs'

/* Sources learned from examples, and the library of templates, on real Electron: each test goes on where the last one stopped. */

let folder: string
let running: RunningApp
let editor: EditorDriver

const sampleRate = 22_050
const seconds = 16
const random = createRandom(5)
const isHum = (t: number) => t < 5 * sampleRate || t > 10 * sampleRate
const isHits = (t: number) => t > 5 * sampleRate
const humAt = (t: number) => 0.2 * Math.sin(0.1 * t) + 0.1 * Math.sin(0.2 * t)
const hitsAt = (t: number) => (t % 6000 < 900 ? 0.3 * (2 * random() - 1) : 0)
const samples = Array.from({ length: seconds * sampleRate }, (_, t) => t)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unweave-examples-'))
  const write = (name: string, values: readonly number[]) =>
    writeFile(join(folder, name), makeWav({ tag: 3, bits: 32, sampleRate, data: float32Data(values) }))
  await write(
    'song.wav',
    samples.map((t) => (isHum(t) ? humAt(t) : 0) + (isHits(t) ? hitsAt(t) : 0))
  )
  await write('hits.wav', samples.slice(0, 6 * sampleRate).map(hitsAt))
  await write(
    'silence.wav',
    samples.slice(0, sampleRate).map(() => 0)
  )
  await start()
})
afterAll(async () => {
  await running.close()
  await rm(folder, { recursive: true, force: true })
})

async function start(): Promise<void> {
  running = await launchApp({ args: [join(folder, 'song.wav')], userDataDir: join(folder, 'user-data') })
  editor = new EditorDriver(running)
  await editor.waitUntilOpened()
}

const dialog = () => editor.window.getByRole('dialog', { name: 'Separate from examples' })
const source = (name: string) => dialog().getByRole('listitem', { name })
const sourceRow = (name: string) => editor.source(name)
const memberCount = async (name: string) =>
  Number(/(\d+) components?$/.exec((await sourceRow(name).getAttribute('aria-label')) ?? '')?.[1])

test('a passage and a file are examples; the program says what is wrong with a short one, and refuses silence', async () => {
  await editor.select(0.5, 1.5, seconds)
  await editor.choose('separate.examples')
  await dialog().getByRole('textbox', { name: 'Name of the source' }).fill('Hum')
  await dialog().getByRole('textbox', { name: 'Name of the source' }).press('Tab')
  await source('Hum')
    .getByRole('button', { name: /^Use 0:00\.\d–0:01\.\d$/ })
    .click()
  await expect.poll(() => source('Hum').innerText(), { timeout: 15_000 }).toMatch(/sounds for only 1\.\d s/)
  await source('Hum')
    .getByRole('button', { name: /^Remove 0:/ })
    .click()
  await editor.window.keyboard.press('Escape')
  await dialog().waitFor({ state: 'detached' })

  await editor.select(0, 4.9, seconds)
  await editor.choose('separate.examples')
  await source('Hum')
    .getByRole('button', { name: /^Use 0:00\.\d–0:04\.\d$/ })
    .click()
  await expect.poll(() => source('Hum').innerText(), { timeout: 15_000 }).toContain('Long enough and clean.')
  await dialog().getByRole('button', { name: 'Add a source' }).click()
  await source('Source 2').getByRole('textbox').fill('Hits')
  await source('Source 2').getByRole('textbox').press('Tab')
  await answerDialogs(running.app, { open: [join(folder, 'silence.wav')] })
  await source('Hits').getByRole('button', { name: 'Choose files…' }).click()
  const refusal = editor.window.getByRole('dialog').last()
  await expect.poll(() => refusal.innerText(), { timeout: 15_000 }).toMatch(/silent|silence/i)
  await refusal.getByRole('button', { name: 'Close' }).last().click()
  await expect.poll(() => source('Hits').innerText()).toContain('No example yet')
  await answerDialogs(running.app, { open: [join(folder, 'hits.wav')] })
  await source('Hits').getByRole('button', { name: 'Choose files…' }).click()
  await expect.poll(() => source('Hits').innerText(), { timeout: 15_000 }).toContain('Long enough and clean.')
})

test('the separation has sources of the examples, and undo takes it back', async () => {
  await source('Hits').getByRole('button', { name: 'Keep in the library' }).click()
  process.kill((await editor.engineProcessId())!, 'SIGKILL')
  await dialog().getByRole('button', { name: 'Separate' }).click()
  await dialog().waitFor({ state: 'detached', timeout: 20_000 })
  await sourceRow('Hits').waitFor({ timeout: 30_000 })
  expect(await memberCount('Hum')).toBe(16)
  expect(await memberCount('Hits')).toBe(16)
  const told = editor.window.getByRole('alertdialog').or(editor.window.getByRole('dialog'))
  await told.getByText('The separation engine stopped').waitFor()
  await told.getByRole('button', { name: 'Close', exact: true }).click()
  await editor.window.keyboard.press('Control+z')
  await expect.poll(() => sourceRow('Hits').count()).toBe(0)
  await editor.window.keyboard.press('Control+Shift+z')
  await sourceRow('Hits').waitFor()
})

test('with another window the examples are learned anew', async () => {
  await editor.window.getByRole('combobox', { name: 'Window' }).click()
  await editor.window.getByRole('option', { name: /^2048/ }).click()
  await editor.choose('separate.examples')
  await dialog().getByRole('button', { name: 'Separate' }).click()
  await dialog().waitFor({ state: 'detached', timeout: 20_000 })
  await expect.poll(() => editor.window.getByText(/^Separated from examples in/).count(), { timeout: 30_000 }).toBe(1)
  expect(await memberCount('Hum')).toBe(16)
})

test('a file that is dropped on a source is an example of it', async () => {
  const { x, y, height } = (await sourceRow('Hum').boundingBox())!
  await editor.dropFileAt({ x: x + 60, y: y + height / 2 }, join(folder, 'hits.wav'))
  await dialog().waitFor()
  // It is no example of the hum: the program says so.
  await expect.poll(() => source('Hum').innerText(), { timeout: 15_000 }).toContain('does not seem clean')
  await editor.window.keyboard.press('Escape')
})

test('the library is there at the next start: used, renamed, exported and deleted', async () => {
  expect(running.errors).toEqual([])
  await answerDialogs(running.app, { button: 'Don’t save' })
  await editor.choose('file.close')
  await editor.button('Open…').waitFor()
  await running.close()
  await start()
  await editor.choose('separate.examples')
  await source('Source 1')
    .getByRole('combobox', { name: /^Templates of the library/ })
    .selectOption({ index: 1 })
  await expect.poll(() => source('Source 1').innerText()).toContain('Hits, hits.wav')
  await dialog().getByRole('button', { name: 'Library…' }).click()
  const library = editor.window.getByRole('dialog', { name: 'Template library' })
  const name = library.getByRole('textbox', { name: 'Name of Hits' })
  await name.fill('Noise')
  await name.press('Tab')
  await library.getByRole('textbox', { name: 'Name of Noise' }).waitFor()
  await answerDialogs(running.app, { open: [join(folder, 'out')] })
  await library.getByRole('button', { name: 'Export…' }).click()
  await library.getByRole('button', { name: 'Delete Noise' }).click()
  await library.getByRole('button', { name: 'Delete for good' }).click()
  await expect.poll(() => library.getByText('Nothing is kept yet').count()).toBe(1)
  await answerDialogs(running.app, { open: [join(folder, 'out', 'Hits.npy')] })
  await library.getByRole('button', { name: 'Import…' }).click()
  await library.getByRole('textbox', { name: 'Name of Noise' }).waitFor()
  expect(running.errors).toEqual([])
})
