import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readProject } from '../../src/main/files/project-archive'
import { EditorDriver } from '../support/editor-driver'
import { launchApp, projectRoot, type RunningApp } from '../support/electron-app'
import { answerDialogs, readDialogCalls } from '../support/native-dialogs'
import { shortRecording, writeShortRecording } from '../support/short-recording'
import { writeNewerProject } from '../support/newer-project'

/* What happens to the open document when another one comes, the window closes, or a file is not what it should be. */

let folder: string
let running: RunningApp
let editor: EditorDriver
const path = (name: string): string => join(folder, name)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unweave-work-'))
  await writeShortRecording(path('one.wav'))
  await writeShortRecording(path('two.wav'), { hertz: 500 })
  await start([path('one.wav')])
})

afterAll(async () => {
  await running?.close()
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
})

async function start(args: string[] = []): Promise<void> {
  running = await launchApp({ args, userDataDir: path('user-data') })
  editor = new EditorDriver(running)
}

/** Makes a change that is not saved. */
async function makeDirty(name: string): Promise<void> {
  await editor.waitForTitle(name)
  await editor.separate({ components: 2, iterations: 3 })
  await editor.waitForTitle(name, { isDirty: true })
}

async function questions(): Promise<(string | undefined)[]> {
  const calls = await readDialogCalls(running.app)
  return calls.filter(({ kind }) => kind === 'message').map(({ options }) => options.message)
}

function closeWindow(): Promise<void> {
  return running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.close())
}

/** Closes the window and waits for the end of the program. */
async function closeAndWait(): Promise<number | null> {
  const child = running.app.process()
  const exited = new Promise<number | null>((done) => child.once('exit', done))
  // Playwright may lose the app before it has the answer.
  await closeWindow().catch(() => undefined)
  return exited
}

const question = 'Save the changes to “one.wav”?'

describe('another file while there are unsaved changes', () => {
  test('is asked about, and Cancel leaves everything as it is', async () => {
    await makeDirty('one.wav')
    await answerDialogs(running.app, { button: 'Cancel' })
    await editor.openFile(path('two.wav'))
    await expect.poll(questions).toEqual([question])
    expect(await editor.title()).toBe('● one.wav – Unweave')
    expect(await editor.button(/^Mute component \d$/).count()).toBe(2)
  })

  test('is refused without a question when it cannot be opened', async () => {
    await writeFile(path('diary.wav'), 'Dear diary, today I renamed a letter.')
    const before = (await questions()).length
    await editor.dropFile(path('diary.wav'))
    await editor.message('“diary.wav” is not an audio file').waitFor()
    await editor.window.keyboard.press('Escape')
    await editor.dropFile(folder)
    await editor
      .message(/cannot be read/)
      .getByText('It is a folder.')
      .waitFor()
    await editor.window.keyboard.press('Escape')
    expect((await questions()).length).toBe(before)
    expect(await editor.title()).toBe('● one.wav – Unweave')
  })

  test('opens after Save, with the changes in the project file', async () => {
    await answerDialogs(running.app, { button: 'Save', save: path('one.unweave') })
    await editor.openFile(path('two.wav'))
    await editor.waitForTitle('two.wav')
    expect((await readProject(path('one.unweave'))).project.components).toHaveLength(2)
    expect(await editor.button(/^Mute component/).count()).toBe(0)
  })

  test('opens after Don’t save, with nothing written', async () => {
    await makeDirty('two.wav')
    await answerDialogs(running.app, { button: 'Don’t save', save: path('two.unweave') })
    await editor.openFile(path('one.wav'))
    await editor.waitForTitle('one.wav')
    await expect(stat(path('two.unweave'))).rejects.toThrow('ENOENT')
  })
})

describe('closing the window', () => {
  test('with unsaved changes asks, and Cancel keeps it open', async () => {
    await makeDirty('one.wav')
    await answerDialogs(running.app, { button: 'Cancel' })
    const before = (await questions()).length
    await closeWindow()
    await expect.poll(async () => (await questions()).slice(before)).toEqual([question])
    expect(await editor.title()).toBe('● one.wav – Unweave')
    expect(await editor.button('Mute component 1').isEnabled()).toBe(true)
  })

  test('saves where Save is chosen, and ends', async () => {
    await answerDialogs(running.app, { button: 'Save', save: path('closed.unweave') })
    expect(await closeAndWait()).toBe(0)
    expect((await readProject(path('closed.unweave'))).project.components).toHaveLength(2)
  })

  test('loses the changes where Don’t save is chosen, and ends', async () => {
    const before = await readFile(path('closed.unweave'))
    await start([path('closed.unweave')])
    await editor.waitForTitle('closed.unweave')
    await editor.button('Mute component 1').click()
    await editor.waitForTitle('closed.unweave', { isDirty: true })
    await answerDialogs(running.app, { button: 'Don’t save' })
    expect(await closeAndWait()).toBe(0)
    expect((await readFile(path('closed.unweave'))).equals(before)).toBe(true)
  })
})

describe('a file from outside', () => {
  test('stands among the recent files on the empty screen, and opens from there', async () => {
    await start()
    const recent = editor.window.getByRole('region', { name: 'Recent files' }).getByRole('listitem')
    await expect.poll(() => recent.count()).toBe(4)
    expect(await recent.first().textContent()).toContain('closed.unweave')
    await recent.filter({ hasText: 'two.wav' }).getByRole('button').click()
    await editor.waitForTitle('two.wav')
  })

  test('opens when it is dropped on the window', async () => {
    await editor.dropFile(path('one.wav'))
    await editor.waitForTitle('one.wav')
  })

  test('opens alone when several are dropped, and that is said', async () => {
    await editor.dropFile(path('two.wav'), path('one.wav'))
    await editor.waitForTitle('two.wav')
    await editor.window.getByText('Of the 2 files that were dropped only “two.wav” was opened').waitFor()
    await editor.dropFile(path('one.wav'))
    await editor.waitForTitle('one.wav')
  })

  test('opens in this window when the program is started once more with it', async () => {
    const executable = await running.app.evaluate(() => process.execPath)
    const switches = process.getuid?.() === 0 ? ['--no-sandbox'] : []
    const args = [...switches, `--user-data-dir=${running.userDataDir}`, projectRoot, 'two.wav']
    const second = spawn(executable, args, { cwd: folder, stdio: 'ignore' })
    expect(await new Promise((done) => second.once('exit', done))).toBe(0)
    await editor.waitForTitle('two.wav')
    expect(await running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
  })
})

describe('a project whose recording is linked', () => {
  test('reopens complete', async () => {
    await makeDirty('two.wav')
    await editor.choose('file.toggle-embed')
    await answerDialogs(running.app, { save: path('linked.unweave') })
    await editor.choose('file.save')
    await editor.waitForTitle('linked.unweave')
    expect((await stat(path('linked.unweave'))).size).toBeLessThan((await stat(path('closed.unweave'))).size)
    await editor.openFile(path('one.wav'))
    await editor.waitForTitle('one.wav')
    await editor.openFile(path('linked.unweave'))
    await editor.waitForTitle('linked.unweave')
    expect(await editor.button(/^Mute component \d$/).count()).toBe(2)
  })

  test('is refused in a sentence when the recording is another one', async () => {
    await editor.openFile(path('one.wav'))
    await editor.waitForTitle('one.wav')
    await writeFile(path('two.wav'), shortRecording({ hertz: 501 }))
    await editor.openFile(path('linked.unweave'))
    await editor.message(/“two\.wav” is not the recording that it was/).waitFor()
    await editor.window.keyboard.press('Escape')
    expect(await editor.title()).toBe('one.wav – Unweave')
  })

  test('is refused in a sentence when the recording is gone', async () => {
    await rm(path('two.wav'))
    await editor.openFile(path('linked.unweave'))
    await editor.message(/“two\.wav” cannot be read/).waitFor()
    await editor.window.keyboard.press('Escape')
  })
})

describe('a project that cannot be used', () => {
  test('because it is damaged is refused, and the open document stays', async () => {
    const whole = await readFile(path('closed.unweave'))
    await writeFile(path('damaged.unweave'), whole.subarray(0, whole.length / 2))
    await editor.openFile(path('damaged.unweave'))
    await editor.message(/“damaged\.unweave” is (damaged|not an Unweave project)/).waitFor()
    await editor.window.keyboard.press('Escape')
    expect(await editor.title()).toBe('one.wav – Unweave')
    expect(await editor.button('Separate').isEnabled()).toBe(true)
  })

  test('because a newer program made it is refused by its version', async () => {
    await writeNewerProject(path('newer.unweave'))
    await editor.openFile(path('newer.unweave'))
    const message = editor.message('“newer.unweave” was made by a newer Unweave')
    await message.waitFor()
    expect(await message.textContent()).toContain('Its project version is 99')
    await editor.window.keyboard.press('Escape')
    expect(await editor.title()).toBe('one.wav – Unweave')
  })

  test('does not enter the recent files', async () => {
    const names = await editor.recentNames()
    expect(names).toContain('linked.unweave')
    expect(names).not.toContain('damaged.unweave')
    expect(names).not.toContain('newer.unweave')
    expect(running.errors).toEqual([])
  })
})
