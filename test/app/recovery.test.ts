import { access, mkdtemp, readdir, rename, rm, truncate } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readProject } from '../../src/main/files/project-archive'
import { EditorDriver } from '../support/editor-driver'
import { killApp, launchApp, type RunningApp } from '../support/electron-app'
import { answerDialogs, readDialogCalls } from '../support/native-dialogs'
import { writeShortRecording } from '../support/short-recording'

/* Unsaved work after the program, or only its page, was killed. */

let folder: string
let running: RunningApp
let editor: EditorDriver
const path = (name: string): string => join(folder, name)
const copies = path.bind(null, 'user-data/recovery')

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unweave-recovery-'))
  await writeShortRecording(path('take.wav'))
})

afterAll(async () => {
  await running?.close()
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
})

async function start(args: string[] = []): Promise<void> {
  running = await launchApp({ args, userDataDir: path('user-data') })
  editor = new EditorDriver(running)
}

async function copyFolders(): Promise<string[]> {
  return (await readdir(copies()).catch((): string[] => [])).filter((name) => name !== 'damaged')
}

async function copyFiles(): Promise<string[]> {
  const [own] = await copyFolders()
  return own === undefined ? [] : (await readdir(join(copies(), own))).toSorted()
}

/** A change counts as kept when no newer one waits: the copy follows after a rest of three seconds. */
async function waitForCopy(): Promise<void> {
  await running.window.waitForTimeout(3500)
  await expect.poll(copyFiles).toContain('copy.json')
}

const question = () => editor.message('Restore unsaved work?')

test('unsaved work is offered after a kill, and restored to the last bit', async () => {
  await start([path('take.wav')])
  await editor.waitForTitle('take.wav')
  await editor.separate({ components: 3, iterations: 20 })
  await answerDialogs(running.app, { save: path('take.unweave') })
  await editor.choose('file.save')
  await editor.waitForTitle('take.unweave')
  const saved = await readProject(path('take.unweave'))
  await editor.button('Mute component 2').click()
  await editor.waitForTitle('take.unweave', { isDirty: true })
  await waitForCopy()
  expect(await copyFiles()).toEqual(['copy.json', expect.stringMatching(/^factors-[0-9a-f]{16}\.zip$/)])
  await killApp(running)

  await start()
  await question().waitFor()
  const text = (await question().textContent())!
  expect(text).toMatch(/before “take\.unweave” was saved\. A copy from \d\d:\d\d:\d\d, .+ ago, is complete/)
  expect(text).toMatch(/Last saved\s*Today, \d\d:\d\d/)
  expect(text).toContain('Mute or solo of Component 2')
  expect(text).toContain('3 components, kept. Nothing to run again.')
  expect(
    await question()
      .getByRole('button', { name: 'Restore' })
      .evaluate((b) => b === document.activeElement)
  ).toBe(true)
  await running.window.keyboard.press('Enter')
  await question().waitFor({ state: 'detached' })
  await editor.waitForTitle('take.unweave', { isDirty: true })
  expect(await editor.isOn('Mute component 2')).toBe(true)
  expect(await editor.button('Undo').isEnabled()).toBe(false)
  expect(await copyFiles()).toContain('copy.json')
  await editor.choose('file.save')
  await editor.waitForTitle('take.unweave')
  const restored = await readProject(path('take.unweave'))
  expect(Buffer.from(restored.factors!.W.buffer)).toEqual(Buffer.from(saved.factors!.W.buffer))
  expect(Buffer.from(restored.factors!.H.buffer)).toEqual(Buffer.from(saved.factors!.H.buffer))
  const components = saved.project.components.map((c) => (c.index === 1 ? { ...c, isMuted: true } : c))
  expect(restored.project).toEqual({ ...saved.project, components })
  await expect.poll(copyFolders).toEqual([])
})

test('when only the page dies its work is offered in the same window', async () => {
  await editor.button('Mute component 1').click()
  await editor.waitForTitle('take.unweave', { isDirty: true })
  await waitForCopy()
  await answerDialogs(running.app, { button: 'Reload' })
  await running.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]!.webContents.forcefullyCrashRenderer()
  )
  await expect
    .poll(async () => (await readDialogCalls(running.app)).at(-1)?.options.detail)
    .toMatch(/A copy of the unsaved changes from \d\d:\d\d:\d\d was kept/)
  // Playwright does not follow a page whose process has died.
  const ask = (script: string) =>
    running.app.evaluate(
      ({ BrowserWindow }, source) =>
        BrowserWindow.getAllWindows()[0]!.webContents.executeJavaScript(source) as Promise<unknown>,
      script
    )
  await expect.poll(() => ask(`document.querySelector('.modal')?.textContent ?? ''`)).toContain('Restore unsaved work?')
  await ask(`document.querySelector('.modal [data-default]').click()`)
  await editor.waitForTitle('take.unweave', { isDirty: true })
  expect(await ask(`document.querySelector('[aria-label="Mute component 1"]').getAttribute('aria-pressed')`)).toBe(
    'true'
  )
  await killApp(running)
})

test('Discard asks once more, and then the copy is gone', async () => {
  await start()
  await question().getByRole('button', { name: 'Discard the copy…' }).click()
  const confirmation = editor.message('Discard the copy of “take.unweave”?')
  await confirmation.getByRole('button', { name: 'Keep the copy' }).click()
  expect(await copyFolders()).toHaveLength(1)
  await question().getByRole('button', { name: 'Discard the copy…' }).click()
  await confirmation.getByRole('button', { name: 'Discard', exact: true }).click()
  await confirmation.waitFor({ state: 'detached' })
  expect(await copyFolders()).toEqual([])
  expect(running.errors).toEqual([])
  await running.close()
})

test('a recording that was moved is asked for, and nothing is lost meanwhile', async () => {
  await start([path('take.wav')])
  await editor.waitForTitle('take.wav')
  await editor.separate({ components: 2, iterations: 3 })
  await waitForCopy()
  await killApp(running)
  await rename(path('take.wav'), path('moved.wav'))

  await start()
  await question().waitFor()
  expect(await question().textContent()).toMatch(/Last saved\s*Never/)
  expect(await question().getByRole('button', { name: 'Open saved version' }).count()).toBe(0)
  await question().getByRole('button', { name: 'Restore' }).click()
  await question().getByText('“take.wav” cannot be read.').waitFor()
  expect(await copyFiles()).toContain('copy.json')
  await answerDialogs(running.app, { open: [path('moved.wav')] })
  await question().getByRole('button', { name: 'Find the recording…' }).click()
  await editor.waitForTitle('take.wav', { isDirty: true })
  expect(await editor.button(/^Mute component \d$/).count()).toBe(2)
  await waitForCopy()
  await killApp(running)
})

test('a damaged copy is told of and put aside', async () => {
  const [own] = await copyFolders()
  const [, factors] = await copyFiles()
  await truncate(join(copies(), own!, factors!), 200)
  await start()
  await editor.window.getByText(/A copy of unsaved work is damaged.+put aside in .+damaged/).waitFor()
  expect(await question().count()).toBe(0)
  await access(join(copies(), 'damaged', own!, 'copy.json'))
  expect(await copyFolders()).toEqual([])
})

test('changes that are given up on closing are not offered again', async () => {
  await editor.openFile(path('moved.wav'))
  await editor.waitForTitle('moved.wav')
  await editor.separate({ components: 2, iterations: 3 })
  await waitForCopy()
  await answerDialogs(running.app, { button: 'Don’t save' })
  const exited = new Promise((done) => running.app.process().once('exit', done))
  await running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.close()).catch(() => undefined)
  await exited
  expect(await copyFolders()).toEqual([])
})
