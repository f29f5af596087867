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

test('Ctrl and the arrows go past rows, Ctrl+Space takes them in, and Alt with a digit moves them to a source', async () => {
  const source = await editor.window.locator('[data-kind="source"]').first().getAttribute('data-row')
  await grip(7).click()
  await press('Control+ArrowDown')
  await press('Control+ArrowDown')
  await press('Control+Space')
  expect(await editor.window.locator('[data-row][aria-selected="true"]').count()).toBe(2)
  await press('Alt+1')
  await expect
    .poll(() => editor.window.locator(`[data-row="${source}"]`).getAttribute('aria-label'))
    .toMatch(/5 components$/)
  await press('Control+z')
})

test('Shift extends from where the selection began, and shrinks it again', async () => {
  const selected = () => editor.window.locator('[data-row][aria-selected="true"]').count()
  await grip(1).click()
  await grip(8).click({ modifiers: ['Shift'] })
  expect(await selected()).toBe(4)
  await grip(7).click({ modifiers: ['Shift'] })
  expect(await selected()).toBe(3)
  await press('Shift+ArrowUp')
  expect(await selected()).toBe(2)
})

test('several components dragged onto empty space become a source, and its header takes more', async () => {
  await grip(1).click()
  await grip(7).click({ modifiers: ['Control'] })
  const list = editor.window.getByRole('treegrid')
  await list.evaluate((element) => element.parentElement!.scrollTo(0, 10_000))
  await grip(7).dragTo(editor.window.locator('.rest'), { targetPosition: { x: 300, y: 20 } })
  await press('Enter')
  const added = editor.window.locator('[data-kind="source"]').nth(1)
  await expect.poll(() => added.getAttribute('aria-label')).toMatch(/2 components$/)
  await grip(8).dragTo(added.locator('.spine'), { targetPosition: { x: 2, y: 10 } })
  await expect.poll(() => added.getAttribute('aria-label')).toMatch(/3 components$/)
})

test('what is dragged is named at the pointer, and the list is scrolled where it ends', async () => {
  const { mouse } = editor.window
  const scroller = editor.window.locator('.scroller')
  await scroller.evaluate((element) => {
    element.scrollTo(0, 0)
    const setDragImage = DataTransfer.prototype.setDragImage
    DataTransfer.prototype.setDragImage = function (image, x, y) {
      document.body.dataset['dragged'] = image.textContent
      setDragImage.call(this, image, x, y)
    }
  })
  const top = () => scroller.evaluate((element) => element.scrollTop)
  const area = (await scroller.boundingBox())!
  await grip(7).click()
  await grip(8).click({ modifiers: ['Control'] })
  await scroller.evaluate((element) => element.scrollTo(0, 0))
  const start = (await editor.window
    .locator('[data-kind="component"][aria-selected="true"] .number')
    .first()
    .boundingBox())!
  await mouse.move(start.x + 4, start.y + 4)
  await mouse.down()
  await mouse.move(area.x + 60, area.y + area.height / 2, { steps: 4 })
  expect(await editor.window.evaluate(() => document.body.dataset['dragged'])).toBe('2 components')
  expect(await top()).toBe(0)
  await mouse.move(area.x + 60, area.y + area.height - 6, { steps: 2 })
  await expect.poll(top).toBeGreaterThan(40)
  await mouse.move(area.x + 60, area.y + area.height / 2, { steps: 2 })
  const rested = await top()
  await editor.window.waitForTimeout(150)
  expect(await top()).toBe(rested)
  await mouse.move(area.x + 60, area.y + 6, { steps: 2 })
  await expect.poll(top).toBe(0)
  await editor.window.keyboard.press('Escape')
  await mouse.up()
})

test('sources change places by drag and by keyboard, and that is undone', async () => {
  const sources = () =>
    editor.window
      .locator('[data-kind="source"]')
      .evaluateAll((elements) => elements.map((row) => row.getAttribute('data-row')))
  const [first, second] = await sources()
  await editor.window.locator(`[data-row="${second}"]`).focus()
  await press('Alt+ArrowUp')
  await expect.poll(sources).toEqual([second, first])
  await expect.poll(() => editor.window.evaluate(() => document.activeElement?.getAttribute('data-row'))).toBe(second)
  const handle = (id: string | null) => editor.window.locator(`[data-row="${id}"] .handle[role="presentation"]`)
  await handle(second).dragTo(editor.window.locator(`[data-row="${first}"] .spine`), {
    targetPosition: { x: 1, y: 40 }
  })
  await expect.poll(sources).toEqual([first, second])
  await press('Control+z')
  await expect.poll(sources).toEqual([second, first])
})

test('components are sorted in their sources by the menu', async () => {
  // Noise shows where it lies from and to, and is sorted by its middle, which is not shown.
  const hertz = async (): Promise<number[]> => {
    const texts = await editor.window.locator('[data-kind="component"] .hertz').allTextContents()
    return texts.map((text) => (text.includes('–') ? NaN : parseFloat(text) * (text.endsWith('kHz') ? 1000 : 1)))
  }
  await menu(1, /^Sort components by/)
  await editor.window.getByRole('menuitemradio', { name: /^Pitch/ }).click()
  const sources = await editor.window
    .locator('[data-row], [data-section]')
    .evaluateAll((elements) => elements.map((row) => row.getAttribute('data-kind')))
  const values = await hertz()
  let at = 0
  const groups: number[][] = []
  for (const kind of sources) {
    if (kind !== 'component') groups.push([])
    else groups.at(-1)!.push(values[at++]!)
  }
  const shown = groups.map((group) => group.filter((value) => !Number.isNaN(value)))
  expect(shown.flat().length).toBeGreaterThan(2)
  for (const group of shown) expect(group).toEqual([...group].sort((a, b) => a - b))
  await editor.button('Sort components by: Pitch').press('Enter')
  await editor.window.getByRole('menuitemradio', { name: /^Loudness/ }).waitFor()
  await editor.window.getByRole('menuitemradio', { name: /^Template/ }).click()
  await expect.poll(() => editor.button('Sort components by: Template').count()).toBe(1)
})

test('a colour is one of eight with a name and a digit, for all that are selected', async () => {
  await grip(1).click()
  await grip(7).click({ modifiers: ['Control'] })
  await menu(7, /^Colour/)
  const items = editor.window.getByRole('menuitemradio')
  expect(await items.allTextContents()).toHaveLength(9)
  expect((await items.nth(4).textContent())?.replace(/\s+/g, '')).toBe('4Mint')
  await items.nth(4).click()
  await menu(1, /^Colour/)
  expect(await items.nth(4).getAttribute('aria-checked')).toBe('true')
  await press('Escape')
  await press('Escape')
})

test('solo only this leaves one, and all others are seen to be silenced', async () => {
  await grip(1).click()
  await press('Shift+S')
  const spoken = await rows()
  expect(spoken.filter((row) => / silenced by a solo,/.test(row)).length).toBe(spoken.length - 2)
  const other = editor.window.locator('[data-kind="source"].silenced .chip').first()
  expect(await other.evaluate((chip) => getComputedStyle(chip).opacity)).toBe('0.45')
  expect(running.errors).toEqual([])
})
