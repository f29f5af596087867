import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { EditorDriver } from '../support/editor-driver'
import { demoPath, launchApp, type RunningApp } from '../support/electron-app'
import { heardLevel, meanHeardLevel, tapOutput } from '../support/heard-audio'

/* Hearing a separation while it is made, on real Electron: each test goes on where the last one stopped. */

let running: RunningApp
let editor: EditorDriver
let original: number

beforeAll(async () => {
  running = await launchApp({ args: [demoPath] })
  editor = new EditorDriver(running)
  await tapOutput(running.window)
  await editor.waitUntilOpened()
})

afterAll(() => running?.close())

describe('a separation under way', () => {
  test('cannot be heard before its first preview, and then is as loud as the original', async () => {
    await loop()
    await editor.button('Play').click()
    await expect.poll(() => heardLevel(editor.window), { timeout: 10_000 }).toBeGreaterThan(-60)
    original = await meanHeardLevel(editor.window, 2)
    expect(await sources().isEnabled()).toBe(false)
    await editor.window.getByRole('radio', { name: 'Exact' }).click()
    await editor.setParameters({ components: 6, iterations: 5000 })
    await editor.button('Separate').click()
    await expect.poll(() => sources().isEnabled(), { timeout: 20_000 }).toBe(true)
    await sources().click()
    expect(Math.abs((await meanHeardLevel(editor.window, 2)) - original)).toBeLessThan(0.5)
  })

  test('with all of its components muted is silent, and its residual then the whole recording', async () => {
    for (const number of [1, 2, 3, 4, 5, 6]) await editor.button(`Mute component ${number} of the run`).click()
    await expect.poll(() => heardLevel(editor.window), { timeout: 3000 }).toBe(-Infinity)
    await editor.window.getByRole('radio', { name: 'Residual' }).click()
    await expect.poll(() => heardLevel(editor.window), { timeout: 3000 }).toBeGreaterThan(-60)
    expect(Math.abs((await meanHeardLevel(editor.window, 2)) - original)).toBeLessThan(0.5)
    await sources().click()
    await expect.poll(() => heardLevel(editor.window), { timeout: 3000 }).toBe(-Infinity)
  })

  test('goes with Cancel, and the original is heard again', async () => {
    await editor.button('Cancel').click()
    await editor.button('Cancel').waitFor({ state: 'detached' })
    await expect.poll(() => heardLevel(editor.window), { timeout: 3000 }).toBeGreaterThan(-60)
    expect(Math.abs((await meanHeardLevel(editor.window, 2)) - original)).toBeLessThan(0.5)
    expect(await editor.window.getByRole('radio', { name: 'Original' }).getAttribute('aria-checked')).toBe('true')
  })

  test('is taken as it was heard, comes back when a second run is cancelled, and goes with one undo', async () => {
    await editor.button('Separate').click()
    const solo = editor.button('Solo component 2 of the run')
    await expect.poll(() => solo.isEnabled(), { timeout: 20_000 }).toBe(true)
    await solo.click()
    await editor.window.waitForTimeout(300)
    const one = await steadyLevel()
    expect(one).toBeLessThan(original - 1)
    await editor.button('Stop and keep').click()
    await editor.waitUntilSeparated()
    expect(await editor.isOn('Solo component 2')).toBe(true)
    expect(await editor.isOn('Solo component 1')).toBe(false)
    expect(Math.abs((await meanHeardLevel(editor.window, 2)) - one)).toBeLessThan(0.5)

    await editor.button('Separate').click()
    await expect.poll(() => solo.isEnabled(), { timeout: 20_000 }).toBe(true)
    expect(Math.abs((await meanHeardLevel(editor.window, 2)) - original)).toBeLessThan(0.5)
    await editor.button('Cancel').click()
    await editor.waitUntilSeparated()
    await editor.window.waitForTimeout(300)
    expect(Math.abs((await meanHeardLevel(editor.window, 2)) - one)).toBeLessThan(0.5)

    await editor.window.keyboard.press('Control+z')
    await editor.button('Solo component 2').waitFor({ state: 'detached' })
    expect(await editor.button('Undo').isEnabled()).toBe(false)
    expect(running.errors).toEqual([])
  })
})

function sources() {
  return editor.window.getByRole('radio', { name: 'Sources on' })
}

/** The level once it moves no more: what one component holds changes much in the first iterations, then little. */
async function steadyLevel(): Promise<number> {
  let last = Number.NaN
  let now = await meanHeardLevel(editor.window, 2)
  while (!(Math.abs(now - last) < 0.1)) [last, now] = [now, await meanHeardLevel(editor.window, 2)]
  return now
}

/** Two seconds over and over, so that means over two seconds can be compared. */
async function loop(): Promise<void> {
  await editor.select(1, 3, 11.88)
  await editor.button('Loop').click()
}
