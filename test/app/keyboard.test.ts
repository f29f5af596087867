import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answerDialogs } from '../support/native-dialogs'
import { EditorDriver } from '../support/editor-driver'
import { launchApp, type RunningApp } from '../support/electron-app'
import { heardLevel, tapOutput } from '../support/heard-audio'

/* The main job without a mouse, on real Electron: each test goes on where the last one stopped. */

let folder: string
let running: RunningApp
let editor: EditorDriver

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unweave-keyboard-'))
  running = await launchApp()
  editor = new EditorDriver(running)
  await tapOutput(running.window)
})

afterAll(async () => {
  await running?.close()
  await rm(folder, { recursive: true, force: true })
})

describe('the keyboard alone', () => {
  test('starts on Open, and reaches and opens the demo', async () => {
    await expect.poll(() => focusedName()).toBe('Open…')
    await press('Tab', 'Enter')
    await editor.waitUntilOpened()
    await expect.poll(() => focusedName()).toBe('Separate')
  })

  test('fills in a field, where letters and Space are text, and Escape takes a wrong value back', async () => {
    await goTo('Components')
    await type('mx 12')
    expect(await editor.window.getByLabel('Components', { exact: true }).inputValue()).toBe('mx 12')
    await press('Escape')
    expect(await editor.window.getByLabel('Components', { exact: true }).inputValue()).toBe('16')
    await press('Control+a')
    await type('6')
  })

  test('asks for a number of components and takes the question back, and the focus stays where it was', async () => {
    await goTo('Propose')
    await press('Enter')
    await expect.poll(() => focusedName()).toBe('Cancel proposal')
    await editor.window.getByRole('progressbar', { name: 'Counting components' }).waitFor()
    await press('Enter')
    await expect.poll(() => focusedName()).toBe('Propose')
    await editor.window.getByRole('group', { name: 'Proposed number of components' }).waitFor({ state: 'detached' })
    expect(await editor.button(/^Use \d+$/).count()).toBe(0)
  })

  test('opens the rarer options, each of which says what it does, and fills them in', async () => {
    await goTo('Window')
    await press('Tab')
    expect(await focusedName()).toBe('More')
    await press('Enter')
    expect(await focusedAttribute('aria-expanded')).toBe('true')
    await goTo('About Iterations')
    await press('Enter')
    await editor.window.getByRole('dialog', { name: 'Iterations' }).getByText('How often all components').waitFor()
    await press('Escape')
    await expect.poll(() => focusedName()).toBe('About Iterations')
    await press('Tab')
    expect(await focusedName()).toBe('Iterations')
    expect(await description()).toMatch(/^How often all components are improved/)
    await press('Control+a')
    await type('40')
  })

  test('chooses a method with the arrows, and only the fields of that method are there', async () => {
    await press('F6')
    await goTo('NMF')
    await press('ArrowRight')
    expect(await focusedName()).toBe('NMFD')
    await goTo('Template')
    expect(await labelsInPanel()).toEqual(['Components', 'Window', 'Template', 'Iterations', 'Stop early', 'Seed'])
    await press('F6')
    await goTo('NMFD')
    await press('ArrowRight', 'ArrowRight')
    expect(await labelsInPanel()).toEqual(['Bands', 'Window'])
    await press('ArrowLeft')
    expect(await labelsInPanel()).toEqual(['Window'])
    await press('ArrowLeft', 'ArrowLeft')
    expect(await focusedName()).toBe('NMF')
    expect(await editor.window.getByLabel('Iterations', { exact: true }).inputValue()).toBe('40')
  })

  test('separates, and the focus is not lost when the run begins and ends', async () => {
    await press('F6')
    await goTo('Separate')
    await press('Enter')
    await editor.waitUntilSeparated()
    await expect.poll(() => focusedName()).toBe('Separate')
  })

  test('F6 goes through all regions and comes around, forwards and backwards', async () => {
    const seen = await regionsOnTheWay('F6', 4)
    expect(new Set(seen)).toEqual(new Set(['toolbar', 'spectrogram', 'sources', 'inspector']))
    const back = await regionsOnTheWay('Shift+F6', 4)
    expect(back.slice(0, 3)).toEqual(seen.slice(0, 3).reverse())
  })

  test('moves in the rows, mutes, solos and changes the gain there, and each is one step of undo', async () => {
    await goToRegion('sources')
    expect(await focusedName()).toMatch(/^Component 1,/)
    await press('ArrowDown', 'ArrowDown')
    expect(await focusedName()).toMatch(/^Component 3,/)
    await press('m')
    expect(await focusedName()).toContain('muted')
    await press('m', 's')
    await expect.poll(() => pressed('Solo component 3')).toBe('true')
    await press('s', '=', '=', 'Shift++')
    await expect.poll(() => focusedName()).toContain('1.1 decibels')
    await press('Control+z')
    await expect.poll(() => focusedName()).toContain(' 0.0 decibels')
    expect(await focusedName()).toMatch(/^Component 3,/)
  })

  test('gathers components with Shift and Ctrl+G, names the source and renames it with F2', async () => {
    await press('ArrowUp', 'ArrowUp', 'Shift+ArrowDown', 'Control+g')
    await expect.poll(() => focusedTag()).toBe('INPUT')
    await type('Some drums')
    await press('Enter')
    await expect.poll(() => focusedName()).toMatch(/^Some drums, source 1, on, 0\.0 decibels, 2 components/)
    await press('F2')
    await press('Control+a')
    await type('All drums')
    await press('Enter')
    await expect.poll(() => focusedName()).toMatch(/^All drums, source 1/)
  })

  test('closes and opens a source, and Left goes from a component to its source', async () => {
    await press('ArrowLeft')
    expect(await focusedAttribute('aria-expanded')).toBe('false')
    await press('ArrowRight', 'ArrowDown')
    expect(await focusedName()).toMatch(/^Component 1,/)
    await press('ArrowLeft')
    expect(await focusedName()).toMatch(/^All drums,/)
  })

  test('keeps a place in the list when undo takes the focused row away', async () => {
    await press('Control+z', 'Control+z', 'Control+z')
    await expect.poll(() => editor.window.locator('[data-kind="source"]').count()).toBe(0)
    await expect.poll(() => focusedName()).toMatch(/^Component \d,/)
    await press('Control+Shift+z', 'Control+Shift+z', 'Control+Shift+z')
    await editor.button('Mute All drums').waitFor()
  })

  test('opens the menu of a row, where letters are not commands, and comes back to the row', async () => {
    await press('1', 'Shift+F10')
    await editor.window.getByRole('menu').waitFor()
    await press('m')
    expect(await pressed('Mute All drums')).toBe('false')
    await press('Escape')
    await editor.window.getByRole('menu').waitFor({ state: 'detached' })
    await expect.poll(() => focusedName()).toMatch(/^All drums,/)
  })

  test('Space plays from a row, and the letter A switches between original and sources', async () => {
    await press('Space')
    await expect.poll(() => heardLevel(editor.window), { timeout: 10_000 }).toBeGreaterThan(-60)
    await press('a')
    expect(await checked('Original')).toBe('true')
    await press('a')
    expect(await checked('Sources on')).toBe('true')
    await press('Space')
    await expect.poll(() => heardLevel(editor.window), { timeout: 3000 }).toBe(-Infinity)
  })

  test('Space plays after a press on a button with the mouse, and presses a button that Tab came to', async () => {
    await editor.button('Mute component 1').click()
    await press('Space')
    await editor.button('Pause').waitFor()
    expect(await pressed('Mute component 1')).toBe('true')
    await press('Space')
    await editor.button('Play').waitFor()
    await press('Tab', 'Space')
    await expect.poll(() => pressed('Solo component 1')).toBe('true')
    await press('Space', 'Shift+Tab', 'Space')
    await expect.poll(() => pressed('Mute component 1')).toBe('false')
  })

  test('shows what a button does and its key where the focus rests, until the next key', async () => {
    await goToRegion('toolbar')
    await goTo('Play')
    const tip = editor.window.locator('.tip')
    await expect.poll(() => tip.textContent({ timeout: 2000 })).toContain('(Space)')
    const { x, width } = (await tip.boundingBox())!
    expect(x).toBeGreaterThanOrEqual(8)
    expect(x + width).toBeLessThanOrEqual(await editor.window.evaluate(() => innerWidth))
    await press('Shift')
    expect(await tip.count()).toBe(0)
    await goToRegion('sources')
  })

  test('exports from the dialog, and the focus comes back to where it was', async () => {
    await press('1')
    await answerDialogs(running.app, { open: [folder] })
    await press('Control+e')
    await editor.window.getByRole('dialog').waitFor()
    await goTo('Choose…')
    await press('Enter')
    await goTo(/^Export 1 stem/)
    await press('Enter')
    await editor.window.getByText('1 file written.').waitFor({ timeout: 30_000 })
    await expect.poll(() => focusedName()).toBe('Done')
    await press('Enter')
    await editor.window.getByRole('dialog').waitFor({ state: 'detached' })
    await expect.poll(() => focusedName()).toMatch(/^All drums,/)
    expect(await readdir(folder)).toHaveLength(1)
    expect(running.errors).toEqual([])
  })
})

async function press(...keys: string[]): Promise<void> {
  for (const key of keys) await editor.window.keyboard.press(key)
}

async function type(text: string): Promise<void> {
  await editor.window.keyboard.type(text)
}

/** What a screen reader would call the focused element: its label, or else its text. */
function focusedName(): Promise<string> {
  return editor.window.evaluate(() => {
    const { activeElement } = document
    return activeElement?.getAttribute('aria-label') ?? activeElement?.textContent?.trim() ?? ''
  })
}

/** What explains the focused element. */
function description(): Promise<string> {
  return editor.window.evaluate(() => {
    const ids = document.activeElement?.getAttribute('aria-describedby')?.split(' ') ?? []
    return ids.map((id) => document.getElementById(id)?.textContent ?? '').join(' ')
  })
}

function labelsInPanel(): Promise<string[]> {
  return editor.window.locator('.option-form .label label').allTextContents()
}

function focusedTag(): Promise<string> {
  return editor.window.evaluate(() => document.activeElement?.tagName ?? '')
}

function focusedAttribute(name: string): Promise<string | null> {
  return editor.window.evaluate((attribute) => document.activeElement?.getAttribute(attribute) ?? null, name)
}

function focusedRegion(): Promise<string> {
  return editor.window.evaluate(
    () => document.activeElement?.closest<HTMLElement>('[data-region]')?.dataset['region'] ?? ''
  )
}

/** With Tab, as often as a person would have to. */
async function goTo(name: string | RegExp): Promise<void> {
  const isThere = (found: string): boolean => (typeof name === 'string' ? found === name : name.test(found))
  for (let count = 0; count < 40; count++) {
    if (isThere(await focusedName())) return
    await press('Tab')
  }
  throw new Error(`Tab does not come to ${String(name)}; the focus is on “${await focusedName()}”`)
}

async function goToRegion(region: string): Promise<void> {
  for (let count = 0; count < 6 && (await focusedRegion()) !== region; count++) await press('F6')
  expect(await focusedRegion()).toBe(region)
}

async function regionsOnTheWay(key: string, count: number): Promise<string[]> {
  const regions: string[] = []
  for (let i = 0; i < count; i++) {
    await press(key)
    regions.push(await focusedRegion())
  }
  return regions
}

/** Not by its role: an open menu hides all else from assistive technology. */
function pressed(button: string): Promise<string | null> {
  return editor.window.locator(`button[aria-label="${button}"]`).getAttribute('aria-pressed')
}

function checked(radio: string): Promise<string | null> {
  return editor.window.getByRole('radio', { name: radio, exact: true }).getAttribute('aria-checked')
}
