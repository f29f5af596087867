import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readWav } from '@core/audio/wav-reader'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readProject } from '../../src/main/files/project-archive'
import { EditorDriver } from '../support/editor-driver'
import { demoPath, launchApp, type RunningApp } from '../support/electron-app'
import { heardLevel, meanHeardLevel, tapOutput } from '../support/heard-audio'
import { answerDialogs } from '../support/native-dialogs'

/* Painting on the spectrogram, on real Electron: each test goes on where the last one stopped. */

let folder: string
let running: RunningApp
let editor: EditorDriver
let names: [string, string]

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unweave-paint-'))
  running = await launchApp({ args: [demoPath] })
  editor = new EditorDriver(running)
  await tapOutput(running.window)
  await editor.waitUntilOpened()
  await editor.separate({ components: 8, iterations: 60 })
  names = await editor.suggestTwoSources()
})
afterAll(async () => {
  expect(running.errors).toEqual([])
  await running.close()
  await rm(folder, { recursive: true, force: true })
})

const tool = (name: string) => editor.window.getByRole('radiogroup', { name: 'Tool' }).getByRole('radio', { name })
const panel = () => editor.window.getByRole('region', { name: 'Paint' })
const painted = async () => ((await panel().count()) === 0 ? '' : await panel().innerText())

/** Drags over the spectrogram, in shares of its box. */
async function drag(points: readonly (readonly [number, number])[]): Promise<void> {
  const lane = editor.window.getByRole('application', { name: /^Spectrogram of/ })
  const { x, y, width, height } = (await lane.boundingBox())!
  const { mouse } = editor.window
  for (const [index, [across, down]] of points.entries()) {
    await mouse.move(x + across * width, y + down * height, { steps: index === 0 ? 1 : 6 })
    if (index === 0) await mouse.down()
  }
  await mouse.up()
}

async function save(name: string) {
  const path = join(folder, name)
  await answerDialogs(running.app, { save: path })
  await editor.window.keyboard.press('Control+Shift+s')
  await expect.poll(async () => (await readdir(folder)).includes(name), { timeout: 10_000 }).toBe(true)
  return readProject(path)
}

async function exportStems(name: string) {
  const out = join(folder, name)
  await answerDialogs(running.app, { open: [out] })
  await editor.button('Export stems…').click()
  const dialog = editor.window.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Choose…' }).click()
  await dialog.getByRole('button', { name: /^Export 2 stems$/ }).click()
  await dialog.getByText('2 files written.').waitFor({ timeout: 30_000 })
  expect(await dialog.getByRole('status').textContent()).toContain('add up to the original exactly')
  await editor.window.keyboard.press('Escape')
  const files = (await readdir(out)).sort()
  return Promise.all(files.map(async (file) => readWav(await readFile(join(out, file)))))
}

test('a box is painted for the selected source, told, and one step of undo', async () => {
  await editor.source(names[0]).click()
  await tool('Box').click()
  await expect.poll(() => editor.window.getByText(`Paints for ${names[0]}`).count()).toBe(1)
  await drag([
    [0.3, 0.3],
    [0.6, 0.7]
  ])
  await expect.poll(painted).toContain(`1 for ${names[0]}`)
  const { project } = await save('one.unweave')
  expect(project.hints).toMatchObject([{ sign: 'is', area: { kind: 'box' } }])
  expect(project.hints[0]!.source).toBe(project.sources.find(({ name }) => name === names[0])!.id)
  await editor.window.keyboard.press('Control+z')
  await expect.poll(painted).toBe('')
  await editor.window.keyboard.press('Control+Shift+z')
  await expect.poll(painted).toContain(`1 for ${names[0]}`)
})

test('stems follow the paint, and add up to the mix as before', async () => {
  const with1 = await exportStems('painted')
  await editor.window.keyboard.press('Control+z')
  await expect.poll(painted).toBe('')
  const without = await exportStems('plain')
  await editor.window.keyboard.press('Control+Shift+z')
  await expect.poll(painted).not.toBe('')
  const energy = (samples: Float32Array) => samples.reduce((sum, sample) => sum + sample * sample, 0)
  const [a, b] = [with1[0]!.channels[0]!, without[0]!.channels[0]!]
  const change = 10 * Math.log10(energy(a.map((sample, i) => sample - b[i]!)) / energy(b))
  expect(change).toBeGreaterThan(-50)
  expect(change).toBeLessThan(6)
})

test('a brush on a soloed source pushes out of it, and the eraser takes paint away', async () => {
  await editor.button(`Solo ${names[1]}`).click()
  await editor.source(names[1]).click()
  await tool('Brush').click()
  await expect.poll(() => editor.window.getByText(`Pushes out of ${names[1]}`).count()).toBe(1)
  await drag([
    [0.7, 0.5],
    [0.8, 0.45],
    [0.9, 0.5]
  ])
  await expect.poll(painted).toContain(`1 out of ${names[1]}`)
  await editor.button(`Solo ${names[1]}`).click()
  await tool('Erase').click()
  await drag([
    [0.75, 0.4],
    [0.8, 0.5]
  ])
  await expect.poll(painted).not.toContain('out of')
  // Escape gives the selecting hand back.
  await editor.window.keyboard.press('Escape')
  await expect.poll(() => tool('Select').getAttribute('aria-checked')).toBe('true')
})

/** Which part of a source's lane its waveform covers. */
async function laneShare(name: string): Promise<number> {
  const lane = editor.window.getByRole('gridcell', { name: `Waveform of ${name}` })
  return lane.locator('canvas').evaluate((canvas: HTMLCanvasElement) => {
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height)
    return data.filter((value, i) => i % 4 === 3 && value > 128).length / (canvas.width * canvas.height)
  })
}

test('what is pushed out of a source is heard at once, and gone from its lane', async () => {
  await editor.button(`Solo ${names[1]}`).click()
  await editor.button('Play').click()
  await expect.poll(() => heardLevel(editor.window), { timeout: 10_000 }).toBeGreaterThan(-50)
  const before = await meanHeardLevel(editor.window, 3)
  const shareBefore = await laneShare(names[1])
  await tool('Box').click()
  await drag([
    [0.02, 0.02],
    [0.98, 0.98]
  ])
  await expect.poll(painted).toContain(`1 out of ${names[1]}`)
  await expect.poll(() => meanHeardLevel(editor.window, 3), { timeout: 20_000 }).toBeLessThan(before - 3)
  await expect.poll(() => laneShare(names[1]), { timeout: 10_000 }).toBeLessThan(0.95 * shareBefore)
  await editor.window.keyboard.press('Control+z')
  await expect.poll(() => laneShare(names[1])).toBe(shareBefore)
  await editor.button('Pause').click()
  await editor.button(`Solo ${names[1]}`).click()
  await editor.window.keyboard.press('Escape')
})

test('a selection is painted by the keyboard', async () => {
  await editor.select(1, 2, 11.88)
  await editor.window.keyboard.press('Alt+p')
  await expect.poll(painted).toContain(`1 for ${names[1]}`)
  await editor.choose('paint.erase-selection')
  await expect.poll(painted).not.toContain(`for ${names[1]}`)
})

test('a separation learns from the paint, which undo takes back', async () => {
  const before = await save('before.unweave')
  await panel().getByRole('button', { name: 'Separate with hints' }).click()
  await expect
    .poll(() => editor.window.getByText(/^Learned from what was painted/).count(), { timeout: 30_000 })
    .toBeGreaterThan(0)
  const after = await save('after.unweave')
  expect(after.project.separation!.id).not.toBe(before.project.separation!.id)
  expect(after.project.components.map(({ sourceId }) => sourceId)).toEqual(
    before.project.components.map(({ sourceId }) => sourceId)
  )
  expect(after.project.hints).toEqual(before.project.hints)
  const difference = (W: Float32Array) => W.reduce((sum, value, i) => sum + Math.abs(value - before.factors!.W[i]!), 0)
  expect(difference(after.factors!.W)).toBeGreaterThan(0.001)
  await editor.window.keyboard.press('Control+z')
  const undone = await save('undone.unweave')
  expect(undone.project.separation!.id).toBe(before.project.separation!.id)
  expect(difference(undone.factors!.W)).toBe(0)
})
