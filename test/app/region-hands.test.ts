import { afterAll, beforeAll, expect, test } from 'vitest'
import { EditorDriver } from '../support/editor-driver'
import { demoPath, launchApp, type RunningApp } from '../support/electron-app'
import { heardLevel, tapOutput } from '../support/heard-audio'

/* Regions under mouse and keyboard, in a recording that was not separated: each test goes on where the last one stopped. */

let running: RunningApp
let editor: EditorDriver
let secondsPerPixel: number

beforeAll(async () => {
  running = await launchApp({ args: [demoPath] })
  editor = new EditorDriver(running)
  await tapOutput(running.window)
  await editor.waitUntilOpened()
  const { width } = (await lane().boundingBox())!
  secondsPerPixel = (await durationSeconds()) / width
})
afterAll(async () => {
  expect(running.errors).toEqual([])
  await running.close()
})

const lane = () => editor.window.locator('.mix > .lane')
const mark = () => editor.window.getByRole('button', { name: / on the mix, \d+\.\d+ to \d+\.\d+ seconds$/ })
const press = (key: string) => editor.window.keyboard.press(key)

async function durationSeconds(): Promise<number> {
  return Number(await editor.window.getByRole('slider', { name: 'Playhead' }).getAttribute('data-span-seconds'))
}

/** What the mark is said to be: effect and times. */
async function spoken(): Promise<{ effect: string; start: number; end: number }> {
  const label = (await mark().getAttribute('aria-label'))!
  const [, effect, start, end] = /^(.+) on the mix, ([\d.]+) to ([\d.]+) seconds$/.exec(label)!
  return { effect: effect!, start: Number(start), end: Number(end) }
}

/** Drags from a point of the mark's label by so many pixels. */
async function drag(from: 'start' | 'middle' | 'end', byX: number, byY: number, release = true): Promise<void> {
  const { x, y, width, height } = (await mark().boundingBox())!
  const at = { start: x + 2, middle: x + width / 2, end: x + width - 2 }[from]
  await editor.window.mouse.move(at, y + height / 2)
  await editor.window.mouse.down()
  await editor.window.mouse.move(at + byX, y + height / 2 + byY, { steps: 5 })
  if (release) await editor.window.mouse.up()
}

test('before a separation a region is heard as “With edits”, and “Original” stays as it was recorded', async () => {
  await editor.select(1, 4, await durationSeconds())
  await editor.choose('regions.mute')
  const withEdits = editor.window.getByRole('radio', { name: 'With edits' })
  await expect.poll(() => withEdits.getAttribute('aria-checked')).toBe('true')
  await press('Escape')
  const { x, y, height } = (await lane().boundingBox())!
  await editor.window.mouse.click(x + 1.5 / secondsPerPixel, y + height - 3)
  await editor.button('Play').click()
  await expect.poll(() => heardLevel(editor.window), { timeout: 5000 }).toBe(-Infinity)
  await press('a')
  await expect.poll(() => heardLevel(editor.window), { timeout: 5000 }).toBeGreaterThan(-60)
  await editor.button('Pause').click()
  await press('a')
})

test('its edges are dragged, each drag one step of undo, and Esc takes a drag back', async () => {
  const before = await spoken()
  await drag('end', 40, 0)
  const longer = await spoken()
  expect(longer.start).toBe(before.start)
  expect(longer.end - before.end).toBeCloseTo(40 * secondsPerPixel, 2)
  await drag('start', -20, 0)
  expect((await spoken()).start - before.start).toBeCloseTo(-20 * secondsPerPixel, 2)
  await press('Control+z')
  expect(await spoken()).toEqual(longer)
  await press('Control+z')
  expect(await spoken()).toEqual(before)
  await drag('end', 60, 0, false)
  expect((await spoken()).end).toBeGreaterThan(before.end)
  await press('Escape')
  expect(await spoken()).toEqual(before)
  await editor.window.mouse.up()
  expect(await spoken()).toEqual(before)
})

test('the keyboard moves it, its end alone with Alt, and removes it', async () => {
  const before = await spoken()
  await mark().focus()
  await press('ArrowRight')
  await expect.poll(spoken).toEqual({ ...before, start: round(before.start + 0.01), end: round(before.end + 0.01) })
  await press('Alt+Shift+ArrowLeft')
  await expect.poll(spoken).toEqual({ ...before, start: round(before.start + 0.01), end: round(before.end + 0.009) })
  await press('Delete')
  await expect.poll(() => mark().count()).toBe(0)
  await press('Control+z')
  await expect.poll(() => mark().count()).toBe(1)
  await mark().focus()
  await press('Delete')
})

test('a region of gain goes up and down under the mouse, and with the arrow keys', async () => {
  await editor.select(1, 4, await durationSeconds())
  await editor.choose('regions.gain')
  const dialog = editor.window.getByRole('dialog')
  if ((await dialog.count()) > 0) await press('Enter')
  await mark().waitFor()
  const decibels = async (): Promise<number> => {
    const { effect } = await spoken()
    return Number.parseFloat(effect.replace('minus ', '-').replace('+', ''))
  }
  const before = await decibels()
  await drag('middle', 0, 20)
  expect(await decibels()).toBeCloseTo(before - 4, 5)
  await mark().focus()
  await press('ArrowUp')
  await press('Shift+ArrowUp')
  await expect.poll(decibels).toBeCloseTo(before - 3.4, 5)
})

function round(seconds: number): number {
  return Math.round(1000 * seconds) / 1000
}
