import { access, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { applyEdit, type Edit } from '@core/project/edits'
import { readProject, writeProject } from '../../src/main/files/project-archive'
import { EditorDriver } from '../support/editor-driver'
import { launchApp, type RunningApp } from '../support/electron-app'
import { answerDialogs } from '../support/native-dialogs'
import { writeShortRecording } from '../support/short-recording'

/* A source as a file that other programs take. The system's own drag cannot be driven: it is spied on where it would begin. */

interface Dragged {
  readonly file: string
  readonly isIconEmpty: boolean
}

let folder: string
let running: RunningApp
let editor: EditorDriver
let dragged: Dragged

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unweave-drag-'))
  await writeShortRecording(join(folder, 'take.wav'))
  running = await launchApp({ args: [join(folder, 'take.wav')] })
  editor = new EditorDriver(running)
  await editor.waitUntilOpened()
  await editor.separate({ components: 3, iterations: 10 })
  await editor.component(1).click()
  await running.window.keyboard.press('Control+g')
  await editor.source('Source 1').waitFor()
  await running.window.keyboard.press('Escape')
  await running.app.evaluate(({ BrowserWindow }) => {
    const { webContents } = BrowserWindow.getAllWindows()[0]!
    webContents.startDrag = (item) => {
      Object.assign(globalThis, {
        dragged: { file: item.file, isIconEmpty: (item.icon as Electron.NativeImage).isEmpty() }
      })
    }
  })
})

afterAll(async () => {
  await running?.close()
  await rm(folder, { recursive: true, force: true })
})

const handle = () => editor.button('Stem file of Source 1')

/** Presses on the handle and pulls, as a hand does. */
async function drag(): Promise<void> {
  const { x, y, width, height } = (await handle().boundingBox())!
  const { mouse } = running.window
  await mouse.move(x + width / 2, y + height / 2)
  await mouse.down()
  await mouse.move(x + width / 2 + 40, y + height / 2 + 40, { steps: 5 })
  await mouse.up()
}

function takeDragged(): Promise<Dragged | null> {
  return running.app.evaluate(() => {
    const holder = globalThis as { dragged?: Dragged }
    const { dragged: taken } = holder
    delete holder.dragged
    return taken ?? null
  })
}

test('a source is rendered when the hand comes near, and its file is dragged', async () => {
  await handle().hover()
  await expect.poll(() => handle().getAttribute('class')).toContain('ready')
  await drag()
  await expect.poll(async () => (dragged = (await takeDragged()) ?? dragged)).toBeDefined()
  expect(basename(dragged.file)).toBe('take – Source 1.wav')
  expect(dragged.isIconEmpty).toBe(false)
  expect((await readFile(dragged.file)).toString('latin1', 0, 4)).toBe('RIFF')
})

/** The stem as the export dialog writes it to a new folder. */
async function exportStem(folderName: string): Promise<Buffer> {
  const exported = join(folder, folderName)
  await mkdir(exported)
  await handle().click()
  const dialog = editor.message('Export stems')
  await answerDialogs(running.app, { open: [exported] })
  await dialog
    .getByRole('button', { name: /Choose|Change|Folder/ })
    .first()
    .click()
  await dialog.getByRole('button', { name: /^Export/ }).click()
  const path = join(exported, 'take_1_source-1.wav')
  await expect.poll(() => isThere(path)).toBe(true)
  const bytes = await readFile(path)
  await running.window.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  return bytes
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false
  )
}

test('the file is the exported stem, bit by bit', async () => {
  expect((await readFile(dragged.file)).equals(await exportStem('exported'))).toBe(true)
})

test('a change of the gain makes a new file, and the former one stays as it was', async () => {
  const before = await readFile(dragged.file)
  await editor.window.getByRole('slider', { name: 'Gain of Source 1' }).focus()
  await running.window.keyboard.press('ArrowLeft')
  await expect.poll(() => editor.decibels('Source 1')).toBeLessThan(0)
  await running.window.mouse.move(5, 400)
  expect(await handle().getAttribute('class')).toContain('none')
  await handle().hover()
  await expect.poll(() => handle().getAttribute('class')).toContain('ready')
  await drag()
  let next: Dragged | null = null
  await expect.poll(async () => (next ??= await takeDragged())).not.toBeNull()
  expect(next!.file).not.toBe(dragged.file)
  expect((await readFile(next!.file)).equals(before)).toBe(false)
  expect((await readFile(dragged.file)).equals(before)).toBe(true)
  expect(running.errors).toEqual([])
})

test('is rendered when the focus comes, too, and given up when it leaves', async () => {
  const slider = editor.window.getByRole('slider', { name: 'Gain of Source 1' })
  await running.window.mouse.move(5, 400)
  await slider.focus()
  await running.window.keyboard.press('ArrowLeft')
  await expect.poll(() => handle().getAttribute('class')).toContain('none')
  await handle().focus()
  expect(await handle().getAttribute('class')).not.toContain('none')
  await slider.focus()
  // Whatever was reached by then: half a file is never kept.
  await expect.poll(() => handle().getAttribute('class')).not.toContain('rendering')
  await handle().focus()
  await expect.poll(() => handle().getAttribute('class')).toContain('ready')
  await running.window.keyboard.press('Enter')
  const dialog = editor.message('Export stems')
  await dialog.waitFor()
  await running.window.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
})

test('the row’s menu exports this stem', async () => {
  await editor
    .source('Source 1')
    .getByRole('rowheader')
    .click({ button: 'right', position: { x: 60, y: 8 } })
  await editor.window.getByRole('menuitem', { name: 'Export this stem…' }).click()
  const dialog = editor.message('Export stems')
  await dialog.waitFor()
  expect(await dialog.getByRole('checkbox', { name: /Source 1/ }).isChecked()).toBe(true)
  await running.window.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
})

test('what was cut or muted for a while is so in the file, as in the export', async () => {
  const path = join(folder, 'take.unweave')
  await answerDialogs(running.app, { save: path })
  await editor.choose('file.save')
  await editor.waitForTitle('take.unweave')
  const contents = await readProject(path)
  const edits: Edit[] = [
    { type: 'cut-time', ranges: [{ startSample: 0, endSample: 11_026 }] },
    {
      type: 'add-region',
      region: {
        id: 'region-1',
        startSample: 22_050,
        endSample: 33_075,
        target: { kind: 'strips', sourceIds: [contents.project.sources[0]!.id], componentIds: [] },
        effect: { kind: 'mute' }
      }
    }
  ]
  const project = edits.reduce(applyEdit, contents.project)
  await writeProject({ ...contents, project, path: join(folder, 'edited.unweave') })
  await editor.openFile(join(folder, 'edited.unweave'))
  await editor.waitForTitle('edited.unweave')
  await running.window.mouse.move(5, 400)
  await handle().hover()
  await expect.poll(() => handle().getAttribute('class')).toContain('ready')
  await drag()
  let next: Dragged | null = null
  await expect.poll(async () => (next ??= await takeDragged())).not.toBeNull()
  const bytes = await readFile(next!.file)
  // 24 bit, one channel; an even number of bytes, so that none is padded
  expect(bytes.length - (await readFile(dragged.file)).length).toBe(-3 * 11_026)
  expect(bytes.equals(await exportStem('exported-edited'))).toBe(true)
})

test('the page cannot have another file dragged', async () => {
  const answer = await running.window.evaluate(async () => {
    const { desktop } = window as unknown as { desktop: { request(name: string, params: unknown): Promise<unknown> } }
    const { value } = (await desktop.request('make-stem-folder', null)) as { value: { grant: string } }
    const ask = (grant: string, fileName: string) =>
      desktop.request('start-stem-drag', { grant, fileName, colour: null })
    return [
      await ask(value.grant, '../../etc/passwd'),
      await ask('elsewhere', 'a.wav'),
      await ask(value.grant, 'a.wav')
    ]
  })
  expect(answer.map((one) => (one as { error: { code: string } }).error.code)).toEqual([
    'invalid-argument',
    'unknown-id',
    'file-unreadable'
  ])
  expect(await takeDragged()).toBeNull()
})

test('what a killed program left is swept at the next start', async () => {
  const left = join(tmpdir(), 'unweave-stems-00000000000000ff', '1')
  await mkdir(left, { recursive: true })
  const other = await launchApp()
  try {
    await expect.poll(() => isThere(left)).toBe(false)
    await access(dragged.file)
  } finally {
    await other.close()
  }
})

test('the files are gone when the program has ended', async () => {
  await answerDialogs(running.app, { button: 'Don’t save' })
  const exited = new Promise((done) => running.app.process().once('exit', done))
  await running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.close()).catch(() => undefined)
  await exited
  await expect(access(dragged.file)).rejects.toThrow('ENOENT')
})
