import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Desktop, OpenedFile, RecentFile } from '@core/contract/desktop'
import type { Project } from '@core/project/project'
import { launchApp, projectRoot, type RunningApp } from '../support/electron-app'
import { answerDialogs, readDialogCalls } from '../support/native-dialogs'

declare global {
  interface Window {
    readonly desktop: Desktop
    events: { name: string; payload: unknown }[]
  }
}

type Answer<T> = { isOk: true; value: T } | { isOk: false; error: { code: string; details: Record<string, unknown> } }

const recording = silentWav(8192)
let folder = ''
let userDataDir = ''
let running: RunningApp
const recordingPath = () => join(folder, 'Take & 1.wav')

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unweave-documents-'))
  userDataDir = join(folder, 'user-data')
  await writeFile(recordingPath(), recording)
  running = await start([recordingPath()])
})
afterAll(async () => {
  await running.close()
  await rm(folder, { recursive: true, maxRetries: 5 })
})

async function start(args: string[] = []): Promise<RunningApp> {
  const started = await launchApp({ args, userDataDir })
  await started.window.evaluate(() => {
    window.events = []
    for (const name of ['file-requested', 'open-failed', 'recent-changed', 'command'] as const) {
      window.desktop.on(name, (payload) => window.events.push({ name, payload }))
    }
  })
  return started
}

async function request<T>(name: string, params: unknown = null): Promise<Answer<T>> {
  return running.window.evaluate(
    ([requestName, requestParams]) => window.desktop.request(requestName as never, requestParams),
    [name, params] as const
  ) as Promise<Answer<T>>
}

async function ask<T>(name: string, params: unknown = null): Promise<T> {
  const answer = await request<T>(name, params)
  if (!answer.isOk) throw new Error(`${name} failed: ${JSON.stringify(answer.error)}`)
  return answer.value
}

async function nextEvent(name: string): Promise<unknown> {
  const found = await running.window.waitForFunction(
    (wanted) => window.events.find((event) => event.name === wanted),
    name,
    { timeout: 10_000 }
  )
  return ((await found.jsonValue()) as { payload: unknown }).payload
}

describe('documents', () => {
  it('opens the file named as argument and lists it as recent, without telling its path', async () => {
    await expect.poll(() => ask<RecentFile[]>('read-recent')).toMatchObject([{ name: 'Take & 1.wav', kind: 'audio' }])
    expect(JSON.stringify(await ask('read-recent'))).not.toContain(recordingPath())
  })

  it('puts recent files into the menu', async () => {
    const labels = await running.app.evaluate(({ Menu }) => {
      const file = Menu.getApplicationMenu()?.items.find(({ label }) => label === 'File')?.submenu
      return file?.items.find(({ label }) => label === 'Open recent')?.submenu?.items.map(({ label }) => label) ?? []
    })
    expect(labels[0]).toMatch(/^Take && 1\.wav – /)
  })

  it('hands out a grant for a recent file, and the dialog’s choice', async () => {
    const [recent] = await ask<RecentFile[]>('read-recent')
    expect(await ask('open-recent', { id: recent!.id })).toEqual({
      kind: 'audio',
      grant: expect.stringMatching(/^[0-9a-f-]{36}$/),
      name: 'Take & 1.wav'
    })
    await answerDialogs(running.app, { open: [recordingPath()] })
    expect(await ask('open-dialog')).toMatchObject({ kind: 'audio', name: 'Take & 1.wav' })
    await answerDialogs(running.app, { open: null })
    expect(await ask('open-dialog')).toBeNull()
  })

  it('saves a project with its recording, asks for the name once, and reads it back', async () => {
    const [recent] = await ask<RecentFile[]>('read-recent')
    const { grant } = await ask<OpenedFile>('open-recent', { id: recent!.id })
    await answerDialogs(running.app, { save: join(folder, 'Song') })
    const contents = { project, factors: null, grant, isAudioEmbedded: true }
    const callsBefore = (await readDialogCalls(running.app)).length
    expect(await ask('save-project', { ...contents, mustAskName: false })).toEqual({ name: 'Song.unweave' })
    expect(await ask('save-project', { ...contents, mustAskName: false })).toEqual({ name: 'Song.unweave' })
    const calls = (await readDialogCalls(running.app)).slice(callsBefore)
    expect(calls.map(({ kind }) => kind)).toEqual(['save'])
    expect(calls[0]?.options.defaultPath).toBe(join(folder, 'Take & 1.unweave'))

    await answerDialogs(running.app, { open: [join(folder, 'Song.unweave')] })
    expect(await ask('open-dialog')).toMatchObject({
      kind: 'project',
      name: 'Song.unweave',
      isAudioEmbedded: true,
      project
    })
  })

  it('keeps a saved project readable when the recording it came from is gone', async () => {
    await answerDialogs(running.app, { open: [join(folder, 'Song.unweave')], save: join(folder, 'Copy.unweave') })
    const { grant } = await ask<OpenedFile>('open-dialog')
    const contents = { project, factors: null, grant, isAudioEmbedded: true }
    await ask('save-project', { ...contents, mustAskName: true })
    await rm(join(folder, 'Song.unweave'))
    expect(await ask('save-project', { ...contents, mustAskName: false })).toEqual({ name: 'Copy.unweave' })
    expect((await readFile(join(folder, 'Copy.unweave'))).includes(recording)).toBe(true)
  })

  it('asks before a name that it completed itself replaces a file', async () => {
    const [recent] = await ask<RecentFile[]>('read-recent')
    const { grant } = await ask<OpenedFile>('open-recent', { id: recent!.id })
    await writeFile(join(folder, 'Other.unweave'), 'mine')
    await answerDialogs(running.app, { save: join(folder, 'Other'), button: 0 })
    const contents = { project, factors: null, grant, isAudioEmbedded: true, mustAskName: true }
    expect(await ask('save-project', contents)).toBeNull()
    expect(await readFile(join(folder, 'Other.unweave'), 'utf8')).toBe('mine')
  })

  it('opens a file of a second start in this window, and says when it cannot', async () => {
    const second = async (path: string): Promise<number | null> => {
      const noSandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
      const executable = await running.app.evaluate(() => process.execPath)
      const child = spawn(executable, [...noSandbox, `--user-data-dir=${userDataDir}`, projectRoot, path], {
        cwd: folder,
        stdio: 'ignore'
      })
      return new Promise((done) => child.once('exit', done))
    }
    expect(await second('Take & 1.wav')).toBe(0)
    expect(await nextEvent('file-requested')).toMatchObject({ kind: 'audio', name: 'Take & 1.wav' })
    expect(await second('nowhere.wav')).toBe(0)
    expect(await nextEvent('open-failed')).toMatchObject({ name: 'nowhere.wav', error: { code: 'file-unreadable' } })
  })

  it('remembers recent files over a restart, and drops a missing one when it is tried', async () => {
    const child = running.app.process()
    const exited = new Promise((done) => child.once('exit', done))
    // Playwright may lose the app before it has the answer.
    await running.app.evaluate(({ app }) => app.quit()).catch(() => undefined)
    expect(await exited).toBe(0)
    running = await start()
    const find = async () => (await ask<RecentFile[]>('read-recent')).find(({ name }) => name === 'Take & 1.wav')
    const recent = await find()
    expect(recent).toBeDefined()
    await rm(recordingPath())
    const answer = await request('open-recent', { id: recent!.id })
    expect(answer).toMatchObject({ isOk: false, error: { code: 'file-unreadable', details: { reason: 'ENOENT' } } })
    expect(await find()).toBeUndefined()
    await nextEvent('recent-changed')
  })

  it('suggests a folder for stems that it does not make', async () => {
    const { displayPath } = await ask<{ displayPath: string }>('suggest-export-folder', { recordingName: 'a/b:c.wav' })
    expect(displayPath).toMatch(/Stems[/\\]b-c$/)
    await answerDialogs(running.app, { open: [folder] })
    const chosen = await ask<{ grant: string; displayPath: string }>('choose-export-folder')
    expect(chosen.displayPath).toBe(folder)
    expect(await ask('suggest-export-folder', { recordingName: 'other.wav' })).toEqual(chosen)
  })
})

const project: Project = {
  audio: {
    name: 'Take & 1.wav',
    sampleRate: 44_100,
    channelCount: 1,
    lengthSamples: 8192,
    byteLength: recording.length,
    sha256: createHash('sha256').update(recording).digest('hex')
  },
  separation: null,
  components: [],
  sources: [],
  regions: [],
  cuts: [],
  hints: [],
  links: []
}

function silentWav(lengthSamples: number): Buffer {
  const bytes = Buffer.alloc(44 + 2 * lengthSamples)
  bytes.write('RIFF', 0)
  bytes.writeUInt32LE(bytes.length - 8, 4)
  bytes.write('WAVEfmt ', 8)
  bytes.writeUInt32LE(16, 16)
  bytes.writeUInt16LE(1, 20)
  bytes.writeUInt16LE(1, 22)
  bytes.writeUInt32LE(44_100, 24)
  bytes.writeUInt32LE(88_200, 28)
  bytes.writeUInt16LE(2, 32)
  bytes.writeUInt16LE(16, 34)
  bytes.write('data', 36)
  bytes.writeUInt32LE(2 * lengthSamples, 40)
  return bytes
}
