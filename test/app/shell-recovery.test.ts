import { readFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { commandIds } from '@core/contract/commands'
import type { Desktop } from '@core/contract/desktop'
import { launchApp, type RunningApp } from '../support/electron-app'
import { answerDialogs, readDialogCalls } from '../support/native-dialogs'

declare global {
  interface Window {
    readonly desktop: Desktop
  }
}

let running: RunningApp
let userDataDir = ''
beforeEach(async () => {
  userDataDir = await mkdtemp(join(tmpdir(), 'unweave-user-data-'))
  running = await launchApp({ userDataDir })
  // From its first paint on the page tells its own state only when that changes.
  await running.window.locator('#app > *').first().waitFor()
})
afterEach(async () => {
  await running.close()
  await rm(userDataDir, { recursive: true, force: true, maxRetries: 5 })
})

const noCommands = Object.fromEntries(commandIds.map((id) => [id, { isEnabled: false, isChecked: null }]))

function request(name: string, params: unknown): Promise<unknown> {
  return running.window.evaluate(
    ([requestName, requestParams]) => window.desktop.request(requestName as never, requestParams),
    [name, params] as const
  )
}

describe('the window', () => {
  it('shows the document’s name and unsaved changes in its title, and no menu bar', async () => {
    await request('update-window', { documentName: 'Song.unweave', isDirty: true, commands: noCommands })
    const shown = await running.app.evaluate(({ BrowserWindow }) => {
      const window = BrowserWindow.getAllWindows()[0]!
      const [, height] = window.getSize()
      return {
        title: window.getTitle(),
        hasMenuBar: window.isMenuBarVisible(),
        barHeight: height! - window.getContentSize()[1]!
      }
    })
    expect(shown).toEqual({ title: '● Song.unweave – Unweave', hasMenuBar: false, barHeight: 0 })
  })

  it('enables and ticks menu items as the page says, also after a click', async () => {
    const commands = { ...noCommands, 'transport.loop': { isEnabled: true, isChecked: false } }
    await request('update-window', { documentName: 'a', isDirty: false, commands })
    const items = await running.app.evaluate(({ Menu }) => {
      const menu = Menu.getApplicationMenu()!
      const loop = menu.getMenuItemById('transport.loop')!
      loop.checked = true
      loop.click()
      return {
        loop: loop.checked,
        isLoopEnabled: loop.enabled,
        isSaveEnabled: menu.getMenuItemById('file.save')!.enabled
      }
    })
    expect(items).toEqual({ loop: false, isLoopEnabled: true, isSaveEnabled: false })
  })

  it('keeps its theme and its place between starts', async () => {
    await request('set-theme', { theme: 'light' })
    expect(await running.window.evaluate(() => matchMedia('(prefers-color-scheme: light)').matches)).toBe(true)
    await running.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]!.setBounds({ x: 20, y: 30, width: 1100, height: 700 })
    )
    await expect
      .poll(async () => JSON.parse(await readFile(join(userDataDir, 'state.json'), 'utf8')) as unknown)
      .toMatchObject({ theme: 'light', bounds: { x: 20, y: 30, width: 1100, height: 700 } })
    await running.close()
    running = await launchApp({ userDataDir })
    expect(await running.window.evaluate(() => matchMedia('(prefers-color-scheme: light)').matches)).toBe(true)
    const bounds = await running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.getBounds())
    expect(bounds).toEqual({ x: 20, y: 30, width: 1100, height: 700 })
  })

  it('asks with the buttons in the platform’s order what to do with changes', async () => {
    await request('update-window', { documentName: 'Song.unweave', isDirty: true, commands: noCommands })
    await answerDialogs(running.app, { button: 0 })
    const answer = (await request('confirm-discard', null)) as { value: string }
    const [call] = await readDialogCalls(running.app)
    expect(call?.options.message).toContain('Song.unweave')
    const first = { Save: 'save', 'Don’t save': 'discard', Cancel: 'cancel' }[call!.options.buttons![0]!]
    expect(answer.value).toBe(first)
  })

  it('can be closed when its page hangs, after a question', async () => {
    await request('update-window', { documentName: 'Song.unweave', isDirty: true, commands: noCommands })
    await answerDialogs(running.app, { button: 0 })
    await running.window.evaluate(
      () =>
        void setTimeout(() => {
          for (;;);
        }, 0)
    )
    await running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.close())
    const messages = async () => (await readDialogCalls(running.app)).map(({ options }) => options.message)
    await expect.poll(messages, { timeout: 10_000 }).toEqual(['The window does not respond.'])
    // The person would rather wait, and then would not.
    expect(await running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
    await answerDialogs(running.app, { button: 1 })
    const child = running.app.process()
    const exited = new Promise((done) => child.once('exit', done))
    await running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.close())
    expect(await exited).toBe(0)
    running = await launchApp({ userDataDir })
  })

  it('reloads a page that crashed, and connects it to the engine again', async () => {
    await answerDialogs(running.app, { button: 0 })
    const portCount = await running.app.evaluate(async ({ BrowserWindow }) => {
      const { webContents } = BrowserWindow.getAllWindows()[0]!
      const loaded = new Promise<void>((done) => webContents.once('did-finish-load', () => done()))
      webContents.forcefullyCrashRenderer()
      await loaded
      const script = `new Promise((done) => {
        addEventListener('message', ({ data, ports }) => data === 'engine-port' && done(ports.length))
        void desktop.request('ready', null)
      })`
      return (await webContents.executeJavaScript(script)) as number
    })
    expect(portCount).toBe(1)
    const [call] = await readDialogCalls(running.app)
    expect(call?.options.buttons).toEqual(['Reload', 'Quit'])
  })
})

describe('the engine', () => {
  it('is told about within two seconds when it dies, and answers on a new port', async () => {
    await running.window.evaluate(() => {
      const told = { ports: 0, exitedAt: 0 }
      Object.assign(window, { told })
      window.addEventListener('message', (event) => {
        if (event.data === 'engine-port' && event.ports.length === 1) told.ports++
      })
      window.desktop.on('engine-exited', () => (told.exitedAt = Date.now()))
    })
    const status = async () =>
      ((await request('read-engine-status', null)) as { value: { processId: number | null; restarts: number } }).value
    await expect.poll(async () => (await status()).processId).not.toBeNull()
    const { processId, restarts } = await status()
    const killedAt = Date.now()
    process.kill(processId!, 'SIGKILL')
    const told = () =>
      running.window.evaluate(() => (window as Window & { told?: { ports: number; exitedAt: number } }).told!)
    await expect.poll(async () => (await told()).exitedAt, { timeout: 5000 }).toBeGreaterThan(0)
    expect((await told()).exitedAt - killedAt).toBeLessThan(2000)
    await expect.poll(async () => (await told()).ports, { timeout: 5000 }).toBe(1)
    expect((await status()).restarts).toBe(restarts + 1)
  })
})
