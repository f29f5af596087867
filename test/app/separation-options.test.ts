import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readProject } from '../../src/main/files/project-archive'
import { EditorDriver } from '../support/editor-driver'
import { launchApp, type RunningApp } from '../support/electron-app'
import { answerDialogs } from '../support/native-dialogs'
import { makeStereoRecording, stereoRecording } from '../support/stereo-recording'

/* The options of the Separate panel on real Electron, up to what the engine makes of them; each test goes on where the last one stopped. */

const { leftHertz, rightHertz, aloneSeconds, seconds } = stereoRecording
let folder: string
let running: RunningApp
let editor: EditorDriver

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unweave-options-'))
  await writeFile(join(folder, 'two.wav'), makeStereoRecording())
  await start()
  await editor.openFile(join(folder, 'two.wav'))
  await editor.waitUntilOpened()
})

afterAll(async () => {
  await running?.close()
  await rm(folder, { recursive: true, force: true })
})

describe('the options of a separation', () => {
  test('a band-pass bank gives as many bands as asked for, from low to high', async () => {
    await editor.chooseMethod('Band-pass bank')
    await fill('Bands', 5)
    await separate()
    const hertz = await rowHertz()
    expect(hertz).toHaveLength(5)
    expect(hertz).toEqual([...hertz].sort((a, b) => a - b))
    expect(new Set(hertz).size).toBe(5)
  })

  test('harmonic/percussive asks for nothing and gives two components', async () => {
    await editor.chooseMethod('Harmonic/percussive')
    expect(await editor.window.locator('.option-form .label label').allTextContents()).toEqual(['Window'])
    await separate()
    expect(await rowHertz()).toHaveLength(2)
  })

  test('a stereo separation tells where its components lie', async () => {
    await editor.chooseMethod('NMF')
    await editor.window.getByRole('checkbox', { name: 'Stereo' }).click()
    await editor.separate({ components: 2, iterations: 80, seed: 3 })
    const pans = await Promise.all([leftHertz, rightHertz].map((hertz) => panOf(hertz)))
    expect(pans[0]).toMatch(/^L (9\d|100)$/)
    expect(pans[1]).toMatch(/^R (9\d|100)$/)
    expect(await editor.window.locator('[data-kind="component"]').nth(0).getAttribute('aria-label')).toMatch(
      /percent (left|right)$/
    )
    await editor.window.getByRole('checkbox', { name: 'Stereo' }).click()
  })

  test('what is learned from a selection becomes the first components', async () => {
    expect(await editor.button(/^Learn from the selection/).count()).toBe(0)
    await editor.select(0.1, aloneSeconds - 0.1, seconds)
    await editor.button(/^Learn from the selection/).click()
    await fill('Templates to learn', 1)
    await separate()
    const [learned, found] = await rowHertz()
    expect(Math.abs(learned! - leftHertz)).toBeLessThan(12)
    expect(Math.abs(found! - rightHertz)).toBeLessThan(12)

    await editor.button('Do not learn from the passage').click()
    expect(await editor.button(/^Learn from the selection/).isVisible()).toBe(true)
    await editor.window.keyboard.press('Escape')
  })

  test('kept templates come first in the next run, and need the window they were made with', async () => {
    const second = editor.component(2)
    await second.locator('.number').click()
    await editor.button('Keep the templates of 1 selected row').click()
    await editor.button('Do not keep these templates').waitFor()
    await chooseOf('Window', '2048 / 512')
    await editor.window.getByText('The kept templates are of a window of 4096.').waitFor()
    expect(await editor.button('Separate').isEnabled()).toBe(false)
    await chooseOf('Window', '4096 / 1024')
    await separate()
    const [kept] = await rowHertz()
    expect(Math.abs(kept! - rightHertz)).toBeLessThan(12)
    await editor.button('Do not keep these templates').click()
  })

  test('more templates than components cannot be asked for, and the panel says so', async () => {
    await editor.select(0.1, aloneSeconds - 0.1, seconds)
    await editor.button(/^Learn from the selection/).click()
    await fill('Templates to learn', 3)
    await editor.window.getByText('3 templates are kept or learned, more than the 2 components.').waitFor()
    expect(await editor.button('Separate').isEnabled()).toBe(false)
    await editor.button('Do not learn from the passage').click()
    expect(await editor.button('Separate').isEnabled()).toBe(true)
  })

  test('a number of components is proposed with its evidence, and used', async () => {
    await editor.button('Propose').click()
    const use = editor.button(/^Use \d+$/)
    await use.waitFor({ timeout: 60_000 })
    const proposed = Number((await use.textContent())!.trim().slice(4))
    expect(proposed).toBeGreaterThanOrEqual(2)
    expect(proposed).toBeLessThanOrEqual(8)
    const picture = editor.window.getByRole('img', { name: /^Share that each component tried explains/ })
    expect(await picture.getAttribute('aria-label')).toContain(`${proposed} of them hold`)
    expect(await picture.locator('.in').count()).toBe(proposed)
    await use.click()
    await expect.poll(() => value('Components')).toBe(String(proposed))
    expect(await use.count()).toBe(0)
  })

  test('going on from the present separation costs less at once than a new start', async () => {
    await fill('Components', 2)
    await chooseOf('Start from', 'Random')
    await editor.separate({ iterations: 100, seed: 5 })
    const converged = await lastCost()
    await editor.separate({ iterations: 1 })
    expect(await lastCost()).toBeGreaterThan(1.5 * converged)
    await editor.window.keyboard.press('Control+z')
    await chooseOf('Start from', 'Present separation')
    await editor.separate({ iterations: 1 })
    expect(await lastCost()).toBeLessThan(1.05 * converged)
    await chooseOf('Start from', 'Random')
  })

  test('the help explains each option in plain words', async () => {
    await editor.choose('help.options')
    const help = editor.window.getByRole('dialog', { name: 'About the separation options' })
    await help.waitFor()
    const names = await help.locator('dt').allTextContents()
    expect(names).toEqual(expect.arrayContaining(['NMFD', 'Quality', 'Learn from', 'Keep', 'Sparsity', 'Start from']))
    const texts = await help.locator('dd').allTextContents()
    expect(texts).toHaveLength(names.length)
    for (const text of texts) expect(text.length).toBeGreaterThan(60)
    await editor.window.keyboard.press('Escape')
    await help.waitFor({ state: 'detached' })
  })

  test('the options are kept with the project, and those of its method stand in the panel again', async () => {
    await editor.window.getByRole('radio', { name: 'Exact' }).click()
    await fill('Stop early', 0.5)
    await fill('Sparsity', 2)
    await editor.separate({ components: 3, iterations: 60, seed: 11 })
    const path = join(folder, 'options.unweave')
    await answerDialogs(running.app, { save: path })
    await editor.window.keyboard.press('Control+Shift+s')
    await editor.waitForTitle('options.unweave')
    const { project } = await readProject(path)
    expect(project.separation!.parameters).toMatchObject({
      method: 'nmf',
      updates: 'exact',
      tolerance: 0.005,
      sparsity: 2,
      componentCount: 3,
      seed: 11
    })
    await running.close()
    await start([path])
    await editor.waitUntilOpened()
    await editor.openMore()
    expect(await value('Stop early')).toBe('0.5')
    expect(await value('Sparsity')).toBe('2')
    expect(await editor.window.getByRole('radio', { name: 'Exact' }).getAttribute('aria-checked')).toBe('true')
    expect(running.errors).toEqual([])
  })
})

test('More stays open from one start of the program to the next, and says what is set behind it', async () => {
  const userDataDir = join(folder, 'user-data')
  await running.close()
  for (const expected of ['false', 'true']) {
    await start([join(folder, 'two.wav')], userDataDir)
    await editor.waitUntilOpened()
    const more = editor.button(/^More/)
    expect(await more.getAttribute('aria-expanded')).toBe(expected)
    await editor.setParameters({ iterations: 33, seed: 4 })
    if (expected === 'true') {
      await more.click()
      expect(await more.textContent()).toContain('2 changed')
    }
    await running.close()
  }
})

test('a second run recognises components: names, colours, sources and gains stay, and undo restores the first', async () => {
  await start([join(folder, 'two.wav')])
  await editor.waitUntilOpened()
  await editor.separate({ components: 2, iterations: 80, seed: 1 })
  const lowAt = await numberOf(leftHertz)
  await editor.component(lowAt).locator('.number').click()
  await editor.window.keyboard.press('F2')
  await editor.window.keyboard.type('Hum')
  await editor.window.keyboard.press('Enter')
  await editor.window.keyboard.press('=')
  await editor.window.keyboard.press('Control+g')
  await editor.window.keyboard.type('Low end')
  await editor.window.keyboard.press('Enter')
  await editor.source('Low end').waitFor()

  await editor.separate({ components: 3, seed: 2 })
  await editor.window.getByText(/Separated into 3 components in .* 2 of 3 were recognised/).waitFor()
  const now = await numberOf(leftHertz)
  const row = editor.component(now)
  expect(await row.getAttribute('aria-label')).toMatch(/^Hum, .* 0\.5 decibels/)
  expect(await row.getAttribute('aria-level')).toBe('2')
  await editor.source('Low end').waitFor()

  await editor.window.keyboard.press('Control+z')
  await expect.poll(() => editor.button(/^Mute component \d+$/).count()).toBe(2)
  expect(await editor.component(lowAt).getAttribute('aria-label')).toMatch(/^Hum, /)
  expect(running.errors).toEqual([])
})

async function start(args: string[] = [], userDataDir?: string): Promise<void> {
  running = await launchApp({ args, ...(userDataDir === undefined ? {} : { userDataDir }) })
  editor = new EditorDriver(running)
}

async function separate(): Promise<void> {
  await editor.separate({})
}

async function fill(label: string, wanted: number): Promise<void> {
  const field = editor.window.getByLabel(label, { exact: true })
  if (!(await field.isVisible())) await editor.openMore()
  await field.fill(String(wanted))
  await field.press('Enter')
}

function value(label: string): Promise<string> {
  return editor.window.getByLabel(label, { exact: true }).inputValue()
}

async function chooseOf(label: string, option: string): Promise<void> {
  await editor.window.getByRole('combobox', { name: label }).click()
  await editor.window.getByRole('option', { name: option }).click()
}

/** Peak or centroid of each component, as the rows show it. */
async function rowHertz(): Promise<number[]> {
  const texts = await editor.window.locator('[data-kind="component"] .hertz').allTextContents()
  return texts.map((text) => parseFloat(text) * (text.includes('kHz') ? 1000 : 1))
}

/** Number of the component nearest to a frequency. */
async function numberOf(hertz: number): Promise<number> {
  const rows = editor.window.locator('[data-kind="component"]')
  const numbers = (await rows.locator('.number').allTextContents()).map(Number)
  const distances = (await rowHertz()).map((found) => Math.abs(Math.log(found / hertz)))
  return numbers[distances.indexOf(Math.min(...distances))]!
}

async function panOf(hertz: number): Promise<string> {
  return (await editor
    .component(await numberOf(hertz))
    .locator('.pan')
    .textContent())!
}

async function lastCost(): Promise<number> {
  const text = await editor.window.getByRole('img', { name: /^Cost curve, / }).getAttribute('aria-label')
  return Number(/^Cost curve, (\S+) after/.exec(text!)![1])
}
