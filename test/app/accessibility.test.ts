import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { axeViolations } from '../support/axe-violations'
import { EditorDriver } from '../support/editor-driver'
import { killApp, launchApp, type RunningApp } from '../support/electron-app'

/* axe-core on every screen, in both themes, on real Electron: each test goes on where the last one stopped. */

let folder: string
let running: RunningApp
/** the name of the last source */
let last: string
let editor: EditorDriver

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unweave-accessibility-'))
  await start()
})

afterAll(async () => {
  await running?.close()
  await rm(folder, { recursive: true, force: true })
})

async function start(): Promise<void> {
  running = await launchApp({ userDataDir: join(folder, 'user-data') })
  editor = new EditorDriver(running)
  // A colour on its way to another is neither.
  await running.window.emulateMedia({ reducedMotion: 'reduce' })
}

describe('no grave violation of accessibility rules', () => {
  test('with nothing open', async () => {
    await editor.button('Open…').waitFor()
    await expectNone()
  })

  test('in the message about a bad file', async () => {
    const path = join(folder, 'text.wav')
    await writeFile(path, 'no sound at all')
    await editor.openFile(path)
    await editor.message(/./).waitFor()
    await expectNone()
    await press('Escape')
  })

  test('with a recording open, all options unfolded', async () => {
    await editor.openDemo()
    await expectNone()
    await editor.openMore()
    await expectNone()
  })

  test('while a separation runs', async () => {
    await editor.setParameters({ components: 4, iterations: 5000 })
    await editor.button('Separate').click()
    await editor.button('Stop and keep').waitFor()
    await expectNone()
    await editor.button('Cancel').click()
    await editor.button('Cancel').waitFor({ state: 'detached' })
  })

  test('with components, and with sources, muted and soloed', async () => {
    await editor.separate({ components: 8, iterations: 20 })
    await expectNone()
    const [first, second] = await editor.suggestTwoSources()
    last = second
    await editor.button(`Mute ${first}`).click()
    await editor.button(`Solo ${second}`).click()
    await expectNone()
  })

  test('with a selection and a focused row', async () => {
    await editor.select(2, 4, 11.88)
    await editor.source(last).click()
    await expectNone()
  })

  test('in the menu of a row', async () => {
    await editor.source(last).click({ button: 'right' })
    await editor.window.getByRole('menu').waitFor()
    await expectNone()
    await press('Escape')
  })

  test('with a question, and over the small groups', async () => {
    await editor.button('Ask me').click()
    await editor.button('Stop asking').waitFor()
    await expectNone()
    await editor.button('Stop asking').click()
    await editor.choose('separate.small-groups')
    await editor.window.getByRole('dialog').waitFor()
    await expectNone()
    await press('Escape')
  })

  test('in the export dialog', async () => {
    await press('Control+e')
    await editor.window.getByRole('dialog').waitFor()
    await expectNone()
    await press('Escape')
  })

  test.each([
    ...(['separate.examples', 'separate.library', 'separate.judge'] as const),
    ...(['help.palette', 'help.shortcuts', 'help.options', 'help.guide', 'help.about'] as const)
  ])('in the sheet of %s', async (id) => {
    await editor.choose(id)
    await editor.window.getByRole('dialog').waitFor()
    await expectNone()
    await press('Escape')
    await editor.window.getByRole('dialog').waitFor({ state: 'detached' })
  })

  test('in the question about unsaved work, and in the one before it is discarded', async () => {
    // The copy follows a few seconds after the last change.
    await editor.window.waitForTimeout(4000)
    await killApp(running)
    await start()
    const question = editor.message('Restore unsaved work?')
    await question.waitFor()
    await expectNone()
    await question.getByRole('button', { name: 'Discard the copy…' }).click()
    await editor.message(/^Discard the copy of/).waitFor()
    await expectNone()
  })
})

function press(key: string): Promise<void> {
  return editor.window.keyboard.press(key)
}

async function expectNone(): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    await editor.window.emulateMedia({ colorScheme })
    expect(await axeViolations(editor.window), colorScheme).toEqual([])
  }
}
