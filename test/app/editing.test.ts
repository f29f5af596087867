import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { EditorDriver } from '../support/editor-driver'
import { launchApp, type RunningApp } from '../support/electron-app'
import { writeShortRecording } from '../support/short-recording'

/* Components and sources by hand, each test on top of the last one; at the end every step is taken back. */

let folder: string
let running: RunningApp
let editor: EditorDriver

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unweave-editing-'))
  await writeShortRecording(join(folder, 'one.wav'))
  running = await launchApp({ args: [join(folder, 'one.wav')] })
  editor = new EditorDriver(running)
  await editor.waitUntilOpened()
  await editor.separate({ components: 4, iterations: 3 })
})

afterAll(async () => {
  await running?.close()
  await rm(folder, { recursive: true, force: true })
})

/** One line for each row of the list, from top to bottom. */
function rows(): Promise<string[]> {
  return editor.window
    .locator('[data-row]')
    .evaluateAll((elements) => elements.map((row) => `${row.dataset['kind']} ${row.getAttribute('aria-label')}`))
}

const press = (key: string): Promise<void> => editor.window.keyboard.press(key)
/** At the number of the row, where nothing else takes the press. */
const grip = (number: number) => editor.component(number).locator('.number')
const muted = (): Promise<boolean[]> => Promise.all([1, 2, 3, 4].map((n) => editor.isOn(`Mute component ${n}`)))
const soloed = (): Promise<boolean[]> => Promise.all([1, 2, 3, 4].map((n) => editor.isOn(`Solo component ${n}`)))

async function nameNewSource(name: string): Promise<void> {
  const field = editor.window.getByRole('textbox', { name: /^Name of/ })
  await field.fill(name)
  await field.press('Enter')
  await editor.source(name).waitFor()
}

/** The components in an opened source, by their numbers. */
async function members(source: string): Promise<string[]> {
  const count = Number(/(\d+) components?$/.exec((await editor.source(source).getAttribute('aria-label'))!)![1])
  const all = await rows()
  const start = all.findIndex((row) => row.startsWith(`source ${source},`)) + 1
  return all.slice(start, start + count).map((row) => /^component Component (\d+),/.exec(row)![1]!)
}

test('two selected components become a source, named at once', async () => {
  await grip(1).click()
  await grip(3).click({ modifiers: ['Control'] })
  await press('Control+g')
  await nameNewSource('Low')
  expect(await members('Low')).toEqual(['1', '3'])
})

test('a component dragged onto a source’s header goes into it', async () => {
  await grip(2).dragTo(editor.source('Low').locator('.spine'), { targetPosition: { x: 2, y: 10 } })
  await expect.poll(() => members('Low')).toEqual(['1', '2', '3'])
})

test('the menu of a component moves it to a new source and back to none', async () => {
  const menu = async (item: string): Promise<void> => {
    await grip(3).click({ button: 'right' })
    await editor.window.getByRole('menuitem', { name: /^Move .*to/ }).click()
    await editor.window.getByRole('menuitem', { name: item }).click()
  }
  await menu('New source')
  await nameNewSource('High')
  expect(await members('High')).toEqual(['3'])
  await menu('No source')
  await expect.poll(async () => (await rows()).at(-2)).toMatch(/^component Component 3/)
  expect(await members('Low')).toEqual(['1', '2'])
})

test('F2 renames the row that has the keyboard, and Escape does not', async () => {
  await editor.source('Low').focus()
  await press('F2')
  await editor.window.getByRole('textbox', { name: 'Name of Low' }).fill('Bass')
  await press('Enter')
  await editor.source('Bass').waitFor()
  await press('F2')
  await editor.window.getByRole('textbox', { name: 'Name of Bass' }).fill('Nothing')
  await press('Escape')
  await editor.source('Bass').waitFor()
})

test('solo adds to what is soloed, with Ctrl it leaves only this', async () => {
  await editor.button('Solo component 1').click()
  await editor.button('Solo component 2').click()
  expect(await soloed()).toEqual([true, true, false, false])
  await editor.button('Solo component 3').click({ modifiers: ['Control'] })
  expect(await soloed()).toEqual([false, false, true, false])
  await editor.button('Solo component 3').click()
  expect(await soloed()).toEqual([false, false, false, false])
})

test('letters and digits work on the row that has the keyboard', async () => {
  await press('1')
  await press('ArrowDown')
  await press('m')
  expect(await muted()).toEqual([true, false, false, false])
})

test('a gain is changed by the keyboard on its slider', async () => {
  const slider = editor.window.getByRole('slider', { name: 'Gain of Bass' })
  await slider.focus()
  for (const key of ['ArrowLeft', 'ArrowLeft', 'Shift+ArrowRight']) await press(key)
  expect(await editor.decibels('Bass')).toBe(-0.9)
  await press('PageDown')
  expect(await editor.decibels('Bass')).toBe(-3.9)
  await slider.blur()
})

test('one drag of a fader is one step of undo', async () => {
  const before = await editor.decibels('Bass')
  const { x, y, width, height } = (await editor.window.getByRole('slider', { name: 'Gain of Bass' }).boundingBox())!
  const { mouse } = editor.window
  await mouse.move(x + width * 0.7, y + height / 2)
  await mouse.down()
  for (const share of [0.6, 0.5, 0.4, 0.3]) await mouse.move(x + width * share, y + height / 2)
  await mouse.up()
  const after = await editor.decibels('Bass')
  expect(after).toBeLessThan(before - 5)
  await press('Control+z')
  expect(await editor.decibels('Bass')).toBe(before)
  await press('Control+Shift+z')
  expect(await editor.decibels('Bass')).toBe(after)
})

test('looking around neither enters the history nor clears what can be done again', async () => {
  const after = await editor.decibels('Bass')
  await press('Control+z')
  const redo = editor.button('Redo')
  expect(await redo.isEnabled()).toBe(true)
  await press('Control+=')
  await press('f')
  await grip(4).click()
  await press('ArrowUp')
  await editor.window.getByRole('button', { name: 'Collapse Bass' }).click()
  expect(await redo.isEnabled()).toBe(true)
  await press('Control+y')
  expect(await editor.decibels('Bass')).toBe(after)
  await editor.window.getByRole('button', { name: 'Expand Bass' }).click()
})

test('everything is undone step by step, and done again', async () => {
  const last = await rows()
  const undo = editor.button('Undo')
  const states: string[] = []
  for (let step = 0; step < 40 && (await undo.isEnabled()); step++) {
    states.push(JSON.stringify(await rows()))
    await press('Control+z')
  }
  // The first step was the separation itself.
  expect(await rows()).toEqual([])
  // As many as a person did: a drag and a run of presses on a slider are one each.
  expect(states).toHaveLength(15)
  // Each is something to see.
  for (const [step, state] of states.entries()) expect(state).not.toBe(states[step + 1])
  for (let step = 0; step < states.length; step++) await press('Control+Shift+z')
  expect(await rows()).toEqual(last)
  expect(await editor.button('Redo').isEnabled()).toBe(false)
  expect(running.errors).toEqual([])
})
