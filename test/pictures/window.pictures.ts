import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { EditorDriver } from '../support/editor-driver'
import { killApp, launchApp, projectRoot, type RunningApp } from '../support/electron-app'
import { answerDialogs } from '../support/native-dialogs'

/*
 * `npm run pictures`: the window in each of its states, in both themes, at three sizes, to be looked at. Nothing here
 * passes or fails by what it shows. UNWEAVE_PICTURES names the folder.
 */

const folder = process.env['UNWEAVE_PICTURES'] ?? join(projectRoot, 'test-results', 'pictures')
const sizes = [
  { name: 'usual', width: 1440, height: 900, scale: 1 },
  { name: 'least', width: 1024, height: 640, scale: 1 },
  { name: 'double', width: 1440, height: 900, scale: 2 }
] as const

describe.each(sizes)('$name', ({ name, width, height, scale }) => {
  let scratch: string
  let running: RunningApp
  let editor: EditorDriver

  beforeAll(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'unweave-pictures-'))
    await mkdir(folder, { recursive: true })
    await start()
  })

  afterAll(async () => {
    await running?.close()
    await rm(scratch, { recursive: true, force: true })
  })

  async function start(): Promise<void> {
    const args = [`--force-device-scale-factor=${scale}`]
    running = await launchApp({ args, userDataDir: join(scratch, 'user-data') })
    editor = new EditorDriver(running)
    await running.app.evaluate(
      ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]!.setBounds({ x: 0, y: 0, ...size }),
      { width, height }
    )
    await running.window.emulateMedia({ reducedMotion: 'reduce' })
  }

  async function take(state: string): Promise<void> {
    for (const theme of ['dark', 'light'] as const) {
      await editor.window.emulateMedia({ colorScheme: theme })
      await editor.window.waitForTimeout(1500)
      await editor.window.screenshot({ path: join(folder, `${state}-${name}-${theme}.png`), scale: 'device' })
    }
    await editor.window.emulateMedia({ colorScheme: 'dark' })
  }

  const press = (key: string) => editor.window.keyboard.press(key)

  async function takeDialog(state: string, open: () => Promise<unknown>): Promise<void> {
    await open()
    await editor.window.getByRole('dialog').first().waitFor()
    await take(state)
    await press('Escape')
    await editor.window.getByRole('dialog').first().waitFor({ state: 'detached' })
  }

  /** Of another run: there are no true ones. */
  async function stemsOfDemo(): Promise<string[]> {
    const stems = join(scratch, 'stems')
    const demo = join(projectRoot, 'assets', 'demo', 'drums-and-guitar.flac')
    const script = join(projectRoot, 'scripts', 'separate.mjs')
    await promisify(execFile)(process.execPath, [script, demo, '--sources', '2', '--seed', '9', '--out', stems])
    return (await readdir(stems)).filter((file) => file.endsWith('.wav')).map((file) => join(stems, file))
  }

  /** With the brush, in shares of the spectrogram. */
  async function drawStroke(points: readonly (readonly [number, number])[]): Promise<void> {
    await editor.choose('paint.brush')
    const lane = editor.window.getByRole('application', { name: /^Spectrogram of/ })
    const { x, y, width: across, height: down } = (await lane.boundingBox())!
    for (const [index, [a, b]] of points.entries()) {
      await editor.window.mouse.move(x + a * across, y + b * down, { steps: 5 })
      if (index === 0) await editor.window.mouse.down()
    }
    await editor.window.mouse.up()
  }

  /** In a narrow window the inspector lies over the lanes, when it is asked for. */
  async function withInspector(act: () => Promise<void>): Promise<void> {
    const isOver = (await editor.button('Inspector').getAttribute('aria-pressed')) === 'false'
    if (isOver) await editor.button('Inspector').click()
    await act()
    if (isOver) await editor.button('Inspector').click()
  }

  async function separate(components: number, iterations: number): Promise<void> {
    await withInspector(() => editor.setParameters({ components, iterations }))
    await editor.button('Separate').click()
    await editor.button('Separate').waitFor({ timeout: 120_000 })
  }

  test('takes a picture of every state', async () => {
    await editor.button('Open…').waitFor()
    await take('empty')
    await takeDialog('guide-example', () => editor.choose('help.guide'))
    const path = join(scratch, 'a recording.wav')
    await writeFile(path, 'no sound at all')
    await takeDialog('error', () => editor.openFile(path))
    await editor.openDemo()
    await editor.window.waitForTimeout(1500)
    await take('opened')
    await withInspector(() => editor.setParameters({ components: 12, iterations: 5000 }))
    await editor.button('Separate').click()
    await editor.button('Mute component 3 of the run').waitFor()
    await editor.window.waitForTimeout(2000)
    await take('running')
    if (!(await editor.button('Cancel').isVisible())) await editor.button(/^Separating/).click()
    await editor.button('Cancel').click()
    await editor.button('Cancel').waitFor({ state: 'detached' })
    await separate(12, 200)
    await take('separated')
    const [first, last] = await editor.suggestTwoSources()
    await editor.select(2, 4.5, 11.88)
    await take('sources')
    await withInspector(async () => {
      await editor.button('Ask me').click()
      await editor.button('Stop asking').scrollIntoViewIfNeeded()
      await take('question')
      await editor.button('Stop asking').click()
    })
    await takeDialog('small-groups', () => editor.choose('separate.small-groups'))
    await editor.choose('paint.selection')
    await drawStroke([
      [0.6, 0.3],
      [0.7, 0.25],
      [0.85, 0.35]
    ])
    await take('paint')
    await press('Control+z')
    await press('Control+z')
    await press('Escape')
    await takeDialog('examples', async () => {
      await editor.choose('separate.examples')
      await editor
        .button(/^Use 0:02/)
        .first()
        .click()
      await editor.button('Keep in the library').click()
    })
    await takeDialog('library', () => editor.choose('separate.library'))
    await takeDialog('judge', async () => {
      await answerDialogs(running.app, { open: await stemsOfDemo() })
      await editor.choose('separate.judge')
      await editor.button('Choose files…').click()
      await editor.button('Judge').click()
      await editor.window.getByRole('row', { name: 'Mean' }).waitFor({ timeout: 60_000 })
    })
    await editor.button(`Mute ${first}`).click()
    await take('muted')
    await editor.button(`Mute ${first}`).click()
    await editor.choose('regions.mute')
    await editor.select(5, 7, 11.88)
    await editor.choose('regions.fade-out')
    await editor.select(8.4, 9.6, 11.88)
    await editor.choose('regions.cut')
    await editor.source(last).click()
    await editor.select(2, 3.5, 11.88)
    await editor.choose('regions.fade-in')
    await take('regions')
    for (let step = 0; step < 4; step++) await press('Control+z')
    await editor.button(`Stem file of ${first}`).focus()
    await editor.window.waitForTimeout(1500)
    await take('stem-handle')
    await takeDialog('guide', () => editor.choose('help.guide'))
    await takeDialog('export', () => press('Control+e'))
    await takeDialog('palette', () => editor.choose('help.palette'))
    await takeDialog('shortcuts', () => press('?'))
    await takeDialog('options', () => editor.choose('help.options'))
    await takeDialog('about', () => editor.choose('help.about'))
    for (const count of [3, 32, 64]) {
      await separate(count, 40)
      await take(`components-${count}`)
    }
    await editor.choose('separate.suggest-grouping')
    await editor.window.waitForTimeout(4000)
    await killApp(running)
    await start()
    const question = editor.message('Restore unsaved work?')
    await question.waitFor()
    await take('recovery')
    await question.getByRole('button', { name: 'Discard the copy…' }).click()
    await take('recovery-discard')
  })
})
