import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { EditorDriver } from '../support/editor-driver'
import { demoPath, launchApp, type RunningApp } from '../support/electron-app'
import { answerDialogs } from '../support/native-dialogs'
import { heardLevel, tapOutput } from '../support/heard-audio'

/* From components to sources with the program's help, on real Electron: each test goes on where the last one stopped. */

let running: RunningApp
let editor: EditorDriver

beforeAll(async () => {
  running = await launchApp({ args: [demoPath] })
  editor = new EditorDriver(running)
  await tapOutput(running.window)
  await editor.waitUntilOpened()
  await editor.separate({ components: 12, iterations: 60 })
})
afterAll(async () => {
  expect(running.errors).toEqual([])
  await running.close()
})

const sourceRows = () => editor.window.locator('[data-kind="source"]')
const panel = () => editor.window.getByRole('region', { name: 'Grouping' })

/** Of the components that are listed, how many sound and how many are silent for another. */
async function heardComponents(): Promise<{ on: number; silenced: number }> {
  const labels = await editor.window
    .locator('[data-kind="component"]')
    .evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-label') ?? ''))
  const count = (text: string): number => labels.filter((label) => label.includes(text)).length
  return { on: count(', on, '), silenced: count(', silenced by a solo, ') }
}

/** Which source each component is in, by the row's spoken name. */
async function memberCounts(): Promise<number[]> {
  const labels = await sourceRows().evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-label') ?? ''))
  return labels.map((label) => Number(/(\d+) components?$/.exec(label)?.[1] ?? 0))
}

describe('a suggestion', () => {
  test('sorts every component, says why and how sure it is, and is one step of undo', async () => {
    await panel().getByRole('combobox', { name: 'Number of sources' }).click()
    await editor.window.getByRole('option', { name: '2', exact: true }).click()
    await editor.button('Suggest grouping').click()
    await expect.poll(() => sourceRows().count(), { timeout: 10_000 }).toBe(2)
    expect((await memberCounts()).reduce((sum, count) => sum + count, 0)).toBe(12)
    expect(
      await panel()
        .getByText(/a second; .*of its energy/)
        .count()
    ).toBe(2)
    expect(
      await panel()
        .getByText(/^(Good|Check this|Unreliable)\.$/)
        .count()
    ).toBe(1)
    await editor.window.keyboard.press('Control+z')
    await expect.poll(() => sourceRows().count()).toBe(0)
    await editor.window.keyboard.press('Control+Shift+z')
    await expect.poll(() => sourceRows().count()).toBe(2)
  })

  test('can be flipped through, each heard at once', async () => {
    const first = await memberCounts()
    const seen = new Set<string>()
    for (const way of ['Sustain', 'Timbre', 'Mixed', 'Learned']) {
      await panel().getByRole('radio', { name: way }).click()
      await expect.poll(() => panel().getByRole('radio', { name: way }).getAttribute('aria-checked')).toBe('true')
      seen.add((await memberCounts()).join())
    }
    expect(await memberCounts()).toEqual(first)
    expect(seen.size).toBeGreaterThan(1)
  })
})

describe('questions', () => {
  test('play a component alone, are answered with a digit, and the next comes', async () => {
    await panel().getByRole('button', { name: 'Ask me' }).click()
    const card = panel().getByRole('group', { name: /^Where does .* belong\?$/ })
    await expect.poll(async () => (await heardComponents()).on).toBe(1)
    expect((await heardComponents()).silenced).toBeGreaterThan(0)
    expect(await editor.window.locator('[aria-pressed="true"][aria-label^="Solo"]').count()).toBe(0)
    expect(await card.getByRole('row', { name: /^Onsets \d+ % \d+ %$/ }).count()).toBe(1)
    await expect.poll(() => heardLevel(editor.window), { timeout: 5000 }).toBeGreaterThan(-70)
    await card.getByRole('button', { name: 'In its place' }).click()
    await expect.poll(async () => (await heardComponents()).silenced).toBe(0)
    await card.getByRole('button', { name: 'Alone' }).click()
    await expect.poll(async () => (await heardComponents()).on).toBe(1)
    const first = await card.getAttribute('aria-label')
    await editor.window.keyboard.press('1')
    await expect.poll(() => card.getAttribute('aria-label')).not.toBe(first)
    await editor.window.keyboard.press('2')
    await panel().getByRole('button', { name: 'Stop asking' }).click()
    await expect.poll(() => card.count()).toBe(0)
    await expect.poll(async () => (await heardComponents()).silenced).toBe(0)
  })

  test('what was answered is not moved by another suggestion', async () => {
    const name = await sourceRows().first().getAttribute('data-row')
    await panel().getByRole('radio', { name: 'Sustain' }).click()
    await editor.button('Suggest grouping').click()
    await editor.button('Suggest grouping').click({ trial: true })
    await expect.poll(() => panel().getByRole('radio', { name: 'Learned' }).getAttribute('aria-checked')).toBe('true')
    expect(await sourceRows().first().getAttribute('data-row')).toBe(name)
    expect((await memberCounts()).reduce((sum, count) => sum + count, 0)).toBe(12)
  })
})

describe('what a person says', () => {
  test('of a source: a proposed name is taken with a press', async () => {
    const proposed = panel()
      .getByRole('button', { name: /^Call / })
      .first()
    const [, from, to] = /^Call (.*) (\S+)$/.exec((await proposed.getAttribute('aria-label')) ?? '') ?? []
    await proposed.click()
    await expect
      .poll(() => sourceRows().evaluateAll((rows) => rows.map((row) => row.textContent ?? '')))
      .toContainEqual(expect.stringContaining(to!))
    expect(
      await panel()
        .getByRole('button', { name: new RegExp(`^Call ${to} `) })
        .count()
    ).toBe(0)
    await editor.window.keyboard.press('Control+z')
    await expect
      .poll(() =>
        panel()
          .getByRole('button', { name: new RegExp(`^Call ${from} `) })
          .count()
      )
      .toBeGreaterThan(0)
  })

  test('of two components: dropped on one another they stay together, and the next suggestion keeps apart what is apart', async () => {
    const rows = editor.window.locator('[data-kind="component"]')
    await expandSources()
    await expect.poll(() => rows.count()).toBe(12)
    // Neighbours on both sides of the second source, so that nothing scrolls while one is dragged.
    const ids = await editor.window.locator('[data-row]').evaluateAll((all) => {
      const at = all.map((row) => row.getAttribute('data-kind')).lastIndexOf('source')
      return [all[at - 1], all[at + 1]].map((row) => row!.getAttribute('data-row')!)
    })
    const [firstId, lastId] = ids
    const rowOf = (id: string | undefined) => editor.window.locator(`[data-row="${id}"]`)
    await rowOf(firstId).scrollIntoViewIfNeeded()
    await rowOf(lastId).scrollIntoViewIfNeeded()
    await rowOf(lastId).locator('.head').dragTo(rowOf(firstId).locator('.head'))
    const links = panel().getByRole('list', { name: 'What you said of pairs' })
    await expect.poll(() => links.getByText('together').count()).toBe(1)
    await expect.poll(async () => (await sourceOf(lastId!)) === (await sourceOf(firstId!))).toBe(true)
    await links.getByRole('button', { name: 'Forget' }).click()
    await expect.poll(() => links.count()).toBe(0)
    await dropWithShift(rowOf(lastId).locator('.head'), rowOf(firstId).locator('.head'))
    await expect.poll(() => links.getByText('apart').count()).toBe(1)
    await editor.window.keyboard.press('Control+z')
    await expect.poll(() => links.count()).toBe(0)
    await rowOf(firstId).click()
    const secondId = await rows.first().getAttribute('data-row')
    await rows.first().click({ modifiers: ['Control'] })
    await editor.choose('rows.keep-apart')
    await expect.poll(() => links.getByText('apart').count()).toBe(1)
    // It is a step of undo, as all that a person says.
    await editor.window.keyboard.press('Control+z')
    await expect.poll(() => links.count()).toBe(0)
    await editor.window.keyboard.press('Control+Shift+z')
    await expect.poll(() => links.getByText('apart').count()).toBe(1)
    await editor.button('Suggest grouping').click()
    await expect
      .poll(
        async () => {
          await expandSources()
          const [first, second] = [await sourceOf(firstId!), await sourceOf(secondId!)]
          return first !== null && second !== null && first !== second
        },
        { timeout: 10_000 }
      )
      .toBe(true)
    await links.getByRole('button', { name: 'Forget' }).click()
  })
})

async function dropWithShift(from: Locator, to: Locator): Promise<void> {
  const { mouse, keyboard } = editor.window
  await from.hover()
  await mouse.down()
  await to.hover()
  await keyboard.down('Shift')
  await to.hover({ position: { x: 60, y: 20 } })
  await editor.window.getByText('Keep apart', { exact: true }).waitFor()
  await mouse.up()
  await keyboard.up('Shift')
}

async function expandSources(): Promise<void> {
  for (const source of await sourceRows().all())
    if ((await source.getAttribute('aria-expanded')) === 'false') await source.press('ArrowRight')
}

/** The source in whose list a component stands; null while it is not seen. */
async function sourceOf(componentId: string): Promise<string | null> {
  return editor.window.locator('[data-row]').evaluateAll((rows, wanted) => {
    const at = rows.findIndex((row) => row.getAttribute('data-row') === wanted)
    const before = at < 0 ? [] : rows.slice(0, at)
    return before.findLast((row) => row.getAttribute('data-kind') === 'source')?.getAttribute('data-row') ?? null
  }, componentId)
}

test('small groups are heard one by one, given to sources by digit, and sorted', async () => {
  await editor.choose('separate.small-groups')
  const dialog = editor.window.getByRole('dialog', { name: 'Small groups' })
  const rows = dialog.getByRole('radiogroup')
  expect(await rows.count()).toBe(8)
  await dialog.getByRole('button', { name: /^Play group 1/ }).click()
  for (let row = 0; row < 8; row++) await editor.window.keyboard.press('1')
  for (let row = 0; row < 8; row++)
    expect(await rows.nth(row).getByRole('radio').first().getAttribute('aria-checked')).toBe('true')
  const targets = dialog.getByRole('list', { name: 'Sources' }).getByRole('listitem')
  await dialog
    .getByRole('list', { name: 'Groups' })
    .getByRole('listitem')
    .nth(2)
    .locator('.what')
    .dragTo(targets.nth(1))
  expect(await rows.nth(2).getByRole('radio').nth(1).getAttribute('aria-checked')).toBe('true')
  expect(await targets.nth(1).innerText()).toContain('1 group,')
  await rows.nth(2).getByRole('radio').first().click()
  await dialog.getByRole('button', { name: 'Sort into sources' }).click()
  await expect.poll(async () => (await memberCounts())[0]).toBeGreaterThanOrEqual(11)
  await editor.window.keyboard.press('Control+z')
  await expect.poll(async () => (await memberCounts())[0]).toBeLessThan(11)
})

test('a run is grouped while it goes on, and at its end, if that is wished', async () => {
  await answerDialogs(running.app, { button: 'Don’t save' })
  await editor.choose('file.close')
  await editor.openDemo()
  await editor.waitUntilOpened()
  await editor.separate({ components: 8, iterations: 20 })
  await panel().getByRole('checkbox', { name: 'Suggest after each separation' }).click()
  await editor.setParameters({ components: 12, iterations: 3000 })
  await editor.button('Separate').click()
  await expect.poll(() => editor.window.getByText(/^Grouped so far: .*\(\d+\)/).count(), { timeout: 20_000 }).toBe(1)
  expect(await editor.window.getByRole('row', { name: /^Component 3, preview, group \d$/ }).count()).toBe(1)
  await editor.button('Stop and keep').click()
  await expect.poll(() => sourceRows().count(), { timeout: 20_000 }).toBeGreaterThan(1)
  expect((await memberCounts()).reduce((sum, count) => sum + count, 0)).toBe(12)
  await panel().getByRole('checkbox', { name: 'Suggest after each separation' }).click()
})
