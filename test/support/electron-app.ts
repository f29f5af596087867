import type { ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { _electron, type ElectronApplication, type Page } from 'playwright-core'
import { resolveRuntime } from '../../scripts/electron-runtime.mjs'
import { launchEnvironment } from '../../scripts/launch-arguments.mjs'

export const projectRoot = resolve(import.meta.dirname, '../..')
export const demoPath = join(projectRoot, 'assets', 'demo', 'drums-and-guitar.flac')

export interface LaunchOptions {
  /** files and switches of the app */
  args?: readonly string[]
  /** kept after close(); by default a new one that close() removes */
  userDataDir?: string
  env?: Readonly<Record<string, string>>
  /** a packaged app's executable instead of Electron with this checkout */
  executablePath?: string
}

export interface RunningApp {
  app: ElectronApplication
  window: Page
  userDataDir: string
  /** errors on the window's console and uncaught ones, as they happen */
  readonly errors: readonly string[]
  /** what the main process and its children wrote on stdout and stderr */
  output(): string
  /** ends the app without asking about unsaved work */
  close(): Promise<void>
}

/** Starts the app on a display that is there already (scripts/test.mjs makes one) and waits for its window. */
export async function launchApp(options: LaunchOptions = {}): Promise<RunningApp> {
  const userDataDir = options.userDataDir ?? (await mkdtemp(join(tmpdir(), 'unweave-user-data-')))
  const target = options.executablePath === undefined ? [projectRoot] : []
  const app = await _electron.launch({
    executablePath: options.executablePath ?? (await findElectron()),
    args: [`--user-data-dir=${userDataDir}`, ...target, ...(options.args ?? [])],
    env: definedOnly({ ...launchEnvironment(), ...options.env }),
    // Chromium refuses its sandbox to root; everyone else tests with it.
    chromiumSandbox: process.getuid?.() !== 0
  })
  // Kept: of a program that has ended Playwright cannot be asked for it.
  const child = app.process()
  const output = collectOutput(app)
  const errors = collectErrors(app)
  const close = async (): Promise<void> => {
    await quit(app, child)
    if (options.userDataDir === undefined) await rm(userDataDir, { recursive: true, force: true, maxRetries: 5 })
  }
  try {
    const window = await app.firstWindow()
    await window.waitForLoadState('domcontentloaded')
    return { app, window, userDataDir, errors, output, close }
  } catch (error) {
    await close()
    throw new Error(`The app showed no window. It wrote:\n${output()}`, { cause: error })
  }
}

/** As a crash or a power cut ends the program: nothing of it runs any more. */
export async function killApp({ app }: RunningApp): Promise<void> {
  const child = app.process()
  const exited = new Promise((done) => child.once('exit', done))
  child.kill('SIGKILL')
  await exited
}

async function findElectron(): Promise<string> {
  return process.env['UNWEAVE_ELECTRON'] ?? (await resolveRuntime({ quiet: true })).executablePath
}

function definedOnly(environment: NodeJS.ProcessEnv): Record<string, string> {
  const entries = Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return Object.fromEntries(entries)
}

function collectOutput(app: ElectronApplication): () => string {
  let text = ''
  for (const stream of [app.process().stdout, app.process().stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
  }
  return () => text
}

function collectErrors(app: ElectronApplication): string[] {
  const errors: string[] = []
  app.context().on('console', (message) => {
    if (message.type() === 'error') errors.push(`${message.text()} (${message.location().url})`)
  })
  app.context().on('weberror', (event) => errors.push(String(event.error().stack ?? event.error())))
  return errors
}

/** `app.exit` skips the question about unsaved work. A main process that does not answer any more is killed. */
async function quit(app: ElectronApplication, child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = new Promise<void>((done) => child.once('exit', () => done()))
  void app.evaluate(({ app: electronApp }) => electronApp.exit(0)).catch(() => undefined)
  await Promise.race([exited, sleep(10_000)])
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
  await exited
}
