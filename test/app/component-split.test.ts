import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { EditorDriver } from '../support/editor-driver'
import { launchApp, type RunningApp } from '../support/electron-app'
import { writeShortRecording } from '../support/short-recording'

/* Components beside runs that take a while, each test on top of the last one. */

let folder: string
let running: RunningApp
let editor: EditorDriver

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unweave-split-'))
  await writeShortRecording(join(folder, 'one.wav'), { seconds: 4 })
  running = await launchApp({ args: [join(folder, 'one.wav')] })
  editor = new EditorDriver(running)
  await editor.waitUntilOpened()
  await editor.separate({ components: 3, iterations: 3000 })
})

afterAll(async () => {
  await running?.close()
  await rm(folder, { recursive: true, force: true })
})

function rows(): Promise<string[]> {
  return editor.window
    .locator('[data-row]')
    .evaluateAll((elements) => elements.map((row) => row.getAttribute('aria-label')!))
}

async function split(number: number, parts: string): Promise<void> {
  await editor.component(number).locator('.number').click({ button: 'right' })
  for (const name of [/^Split into/, parts]) await editor.window.getByRole('menuitem', { name }).click()
}

const measuredBefore = () => editor.window.getByText('Measured before a component was split.').count()

test('a split that is cancelled leaves everything as it was', async () => {
  const before = await rows()
  await split(2, '4 parts')
  await editor.window.getByRole('progressbar', { name: /^Splitting component 2 into 4 parts/ }).waitFor()
  await editor.button('Cancel split').click()
  await expect.poll(() => editor.window.getByText(/was not split\. Everything is as it was\.$/).count()).toBe(1)
  expect(await rows()).toEqual(before)
  expect(await editor.button('Cancel split').count()).toBe(0)
  expect(await measuredBefore()).toBe(0)
})

test('solo of one of the components that are merged is of all of them after a run', async () => {
  await editor.component(1).locator('.number').click()
  await editor
    .component(3)
    .locator('.number')
    .click({ modifiers: ['Control'] })
  await editor.window.keyboard.press('Control+j')
  await expect.poll(async () => (await rows()).length).toBe(2)
  await editor.button('Separate').click()
  await editor.button('Solo component 3 of the run').click()
  await editor.waitUntilSeparated()
  const spoken = await rows()
  expect(spoken[0]).toMatch(/, on, .*merged from 1, 3$/)
  expect(spoken[1]).toMatch(/ silenced by a solo,/)
})

test('the cost curve says that it is of before a split, until that is undone', async () => {
  await split(2, '2 parts')
  await editor.window.getByText(/was split into 2 parts/).waitFor({ timeout: 60_000 })
  await expect.poll(measuredBefore).toBe(1)
  await editor.window.keyboard.press('Control+z')
  await expect.poll(measuredBefore).toBe(0)
  expect(running.errors).toEqual([])
})
