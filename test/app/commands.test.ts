import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Locator } from 'playwright-core'
import { EditorDriver } from '../support/editor-driver'
import { launchApp, type RunningApp } from '../support/electron-app'

/* Commands by palette, keys, context menus and the sheet, on real Electron: each test goes on where the last one stopped. */

let running: RunningApp
let editor: EditorDriver

beforeAll(async () => {
  running = await launchApp()
  editor = new EditorDriver(running)
  await editor.openDemo()
  await editor.separate({ components: 4, iterations: 20 })
})

afterAll(() => running?.close())

describe('the palette', () => {
  test('runs a command by the keyboard alone, and the focus comes back', async () => {
    await press('F6', 'F6', 'F6')
    const before = await focusedName()
    await press('Control+Shift+p')
    await palette().waitFor()
    expect(await focusedName()).toBe('Command')
    await type('zoom in')
    await expect.poll(() => chosen()).toMatch(/^Zoom in/)
    await press('Enter')
    await palette().waitFor({ state: 'detached' })
    await expect.poll(() => zoom()).toBeGreaterThan(0)
    await expect.poll(() => focusedName()).toBe(before)
  })

  test('stands there with what was run last at the top, shows keys, and Escape closes it', async () => {
    await press('Control+Shift+p')
    await expect.poll(() => chosen()).toMatch(/^Zoom in.*Ctrl\+=/)
    await press('ArrowUp', 'ArrowDown', 'Escape')
    await palette().waitFor({ state: 'detached' })
    expect(await zoom()).toBeGreaterThan(0)
  })

  test('says why a command cannot run now, and does not run it', async () => {
    await press('Control+Shift+p')
    await palette().waitFor()
    await type('zoom to selection')
    await expect.poll(() => chosen()).toContain('Select some time')
    await press('Enter')
    expect(await palette().isVisible()).toBe(true)
    await press('Control+a')
    await type('no such thing')
    await palette().getByText('No command fits').waitFor()
    await press('Escape')
    await palette().waitFor({ state: 'detached' })
  })
})

describe('keys', () => {
  test('both redo keys redo', async () => {
    await toRows()
    for (const key of ['Control+Shift+z', 'Control+y']) {
      await press('m')
      await expect.poll(() => isMuted()).toBe(true)
      await press('Control+z')
      await expect.poll(() => isMuted()).toBe(false)
      await press(key)
      await expect.poll(() => isMuted()).toBe(true)
      await press('m')
      await expect.poll(() => isMuted()).toBe(false)
    }
  })

  test('zoom, move, loop and export by each of their keys', async () => {
    await press('Control+f')
    await expect.poll(() => zoom()).toBe(0)
    for (const [deeper, back] of [
      ['Control+=', 'Control+-'],
      ['Control+1', 'Control+3'],
      ['Control+Shift++', 'f']
    ] as const) {
      await press(deeper)
      await expect.poll(() => zoom()).toBeGreaterThan(0)
      await press(back)
      await expect.poll(() => zoom()).toBe(0)
    }
    await press('End')
    await expect.poll(() => editor.positionSeconds()).toBeGreaterThan(1)
    const end = await editor.positionSeconds()
    await press(',')
    await expect.poll(() => editor.positionSeconds()).toBeLessThan(end)
    await press('Home')
    await expect.poll(() => editor.positionSeconds()).toBe(0)
    for (const key of ['l', 'Shift+l']) {
      await press(key)
      await expect.poll(() => editor.isOn('Loop')).toBe(true)
      await press('l')
      await expect.poll(() => editor.isOn('Loop')).toBe(false)
    }
    for (const key of ['Control+e', 'Control+Shift+e']) {
      await press(key)
      await editor.window.getByRole('dialog', { name: /Export/ }).waitFor()
      await press('Escape')
      await editor.window.getByRole('dialog').waitFor({ state: 'detached' })
    }
  })

  test('Space on a button that the keyboard came to presses it and does not play', async () => {
    const mute = editor.window.locator('button[aria-label="Mute component 1"]')
    await toRows()
    await press('Tab')
    await mute.evaluate((button) => (button as HTMLElement).focus())
    await press('Space')
    await expect.poll(() => editor.isOn('Mute component 1')).toBe(true)
    await press('Space')
    await expect.poll(() => editor.isOn('Mute component 1')).toBe(false)
    expect(await editor.button('Play').isVisible()).toBe(true)
  })

  test('a text field keeps its keys: letters, Ctrl+Z and Ctrl+A', async () => {
    await toRows()
    await press('m', 'F2')
    await expect.poll(() => focusedTag()).toBe('INPUT')
    await press('Control+a')
    await type('small')
    expect(await focusedValue()).toBe('small')
    await press('Control+z')
    expect(await focusedValue()).not.toBe('small')
    expect(await isMuted()).toBe(true)
    await press('Escape', 'm')
    await expect.poll(() => isMuted()).toBe(false)
  })
})

describe('context menus', () => {
  test('Shift+F10 on a row opens its menu, which names keys and runs commands on that row', async () => {
    await toRows()
    await press('ArrowDown', 'Shift+F10')
    await editor.window.getByRole('menu').waitFor()
    const mute = editor.window.getByRole('menuitemcheckbox', { name: 'Mute selected' })
    expect(await mute.textContent()).toMatch(/M\s*$/)
    await mute.press('Enter')
    await expect.poll(() => editor.isOn('Mute component 2')).toBe(true)
    await expect.poll(() => focusedName()).toMatch(/^Component 2,/)
    await press('m')
    await expect.poll(() => editor.isOn('Mute component 2')).toBe(false)
  })

  test('a lane plays from where the pointer is, and selects all', async () => {
    const lane = editor.window.locator('.mix > .lane')
    const { width, height } = (await lane.boundingBox())!
    await lane.click({ button: 'right', position: { x: width / 2, y: height / 2 } })
    await item('Play from here').click()
    await editor.button('Pause').waitFor()
    expect(await editor.positionSeconds()).toBeGreaterThan(1)
    await press('Space')
    await editor.button('Play').waitFor()
    await lane.click({ button: 'right', position: { x: width / 2, y: height / 2 } })
    await item('Select all').click()
    await lane.click({ button: 'right', position: { x: width / 2, y: height / 2 } })
    await item('Loop the selection').click()
    await expect.poll(() => editor.isOn('Loop')).toBe(true)
    await press('Escape', 'l')
  })

  test('the ruler has its own', async () => {
    await editor.window.locator('.ruler > .lane').click({ button: 'right', position: { x: 200, y: 10 } })
    await item('Zoom in').click()
    await expect.poll(() => zoom()).toBeGreaterThan(0)
    await press('f')
  })
})

describe('the sheet', () => {
  test('lists every key, and finds one by a search', async () => {
    await press('?')
    const sheet = editor.message('Keyboard shortcuts')
    await sheet.waitFor()
    const text = await sheet.innerText()
    for (const part of ['Ctrl+Shift+Z', 'Ctrl+Y', 'Ctrl+Shift+E', 'Shift+L', 'Ctrl+F', 'F6', 'Ctrl+wheel'])
      expect(text).toContain(part)
    await type('redo')
    await expect.poll(() => sheet.locator('dt').count()).toBe(1)
    await press('Escape')
    await sheet.waitFor({ state: 'detached' })
    expect(running.errors).toEqual([])
  })
})

async function press(...keys: string[]): Promise<void> {
  for (const key of keys) await editor.window.keyboard.press(key)
}

function type(text: string): Promise<void> {
  return editor.window.keyboard.type(text)
}

function palette(): Locator {
  return editor.window.getByRole('dialog', { name: 'Find a command' })
}

async function chosen(): Promise<string> {
  return (await palette().getByRole('option', { selected: true }).innerText()).replaceAll('\n', ' ')
}

function item(name: string): Locator {
  return editor.window.getByRole('menuitem', { name })
}

async function toRows(): Promise<void> {
  await editor.component(1).evaluate((row) => (row as HTMLElement).focus())
}

function isMuted(): Promise<boolean> {
  return editor.isOn('Mute component 1')
}

async function zoom(): Promise<number> {
  return Number(await editor.window.getByRole('slider', { name: 'Zoom' }).inputValue())
}

function focusedName(): Promise<string> {
  return editor.window.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '')
}

function focusedTag(): Promise<string> {
  return editor.window.evaluate(() => document.activeElement?.tagName ?? '')
}

function focusedValue(): Promise<string> {
  return editor.window.evaluate(() => (document.activeElement as HTMLInputElement).value)
}
