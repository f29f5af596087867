import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { EditorDriver } from '../support/editor-driver'
import { launchApp, type RunningApp } from '../support/electron-app'
import { writeShortRecording } from '../support/short-recording'

/* What is done to components themselves, each test on top of the last one. */

let folder: string
let running: RunningApp
let editor: EditorDriver

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unweave-components-'))
  await writeShortRecording(join(folder, 'one.wav'))
  running = await launchApp({ args: [join(folder, 'one.wav')] })
  editor = new EditorDriver(running)
  await editor.waitUntilOpened()
  await editor.separate({ components: 6, iterations: 10 })
})

afterAll(async () => {
  await running?.close()
  await rm(folder, { recursive: true, force: true })
})

/** What is spoken of each row, from top to bottom. */
function rows(): Promise<string[]> {
  return editor.window
    .locator('[data-row]')
    .evaluateAll((elements) => elements.map((row) => row.getAttribute('aria-label')!))
}

const press = (key: string): Promise<void> => editor.window.keyboard.press(key)
const grip = (number: number) => editor.component(number).locator('.number')

async function menu(number: number, ...items: (string | RegExp)[]): Promise<void> {
  await grip(number).click({ button: 'right' })
  for (const name of items) await editor.window.getByRole('menuitem', { name }).click()
}

test('selected components become one by the keyboard, which is muted as one', async () => {
  await grip(2).click()
  await grip(4).click({ modifiers: ['Control'] })
  await press('Control+j')
  await expect.poll(async () => (await rows()).length).toBe(5)
  expect((await rows())[1]).toMatch(/^Component 2, .*merged from 2, 4$/)
  await editor.button('Mute component 2').click()
  expect((await rows())[1]).toMatch(/ muted, /)
  expect(await editor.window.getByRole('radio', { name: /^Sources on/ }).textContent()).toContain('4 of 5')
  await editor.button('Mute component 2').click()
})

test('a merged component comes apart by its menu, and undo puts it together again', async () => {
  await menu(2, /^Unmerge/)
  await expect.poll(async () => (await rows()).length).toBe(6)
  await press('Control+z')
  await expect.poll(async () => (await rows()).length).toBe(5)
})

test('a merged component is its members again when it is split into as many parts', async () => {
  await menu(2, /^Split into/, '2 parts')
  await expect.poll(async () => (await rows()).length).toBe(6)
  await press('Control+z')
  await expect.poll(async () => (await rows()).length).toBe(5)
})

test('a component is split into parts that inherit its name and source, as one step of undo', async () => {
  await grip(3).click()
  await press('Control+g')
  await press('Enter')
  const before = await rows()
  await menu(3, /^Split into/, '3 parts')
  await expect.poll(async () => (await rows()).length, { timeout: 30_000 }).toBe(before.length + 2)
  const after = await rows()
  expect(after[0]).toMatch(/3 components$/)
  expect(after.slice(1, 4).map((row) => /^.+ · (\d), /.exec(row)?.[1])).toEqual(['1', '2', '3'])
  await expect.poll(() => editor.window.getByText(/was split into 3 parts.*differs by −\d+ dB/).count()).toBe(1)
  await press('Control+z')
  await expect.poll(rows).toEqual(before)
  await press('Control+Shift+z')
  await expect.poll(rows).toEqual(after)
})
