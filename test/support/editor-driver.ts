import { expect, vi } from 'vitest'
import type { Locator, Page } from 'playwright-core'
import type { CommandId } from '@core/contract/commands'
import type { RunningApp } from './electron-app'
import { answerDialogs } from './native-dialogs'

/** What a person does in the window, by the names that a person sees. */
export class EditorDriver {
  constructor(readonly running: RunningApp) {}

  get window(): Page {
    return this.running.window
  }

  button(name: string | RegExp): Locator {
    return this.window.getByRole('button', { name, exact: typeof name === 'string' })
  }

  async openDemo(): Promise<void> {
    await this.button('Try the demo').click()
    await this.waitUntilOpened()
  }

  /** The recording is open as soon as it can be separated. */
  async waitUntilOpened(): Promise<void> {
    await this.button('Separate').waitFor()
    await eventually(async () => expect(await this.button('Separate').isEnabled()).toBe(true))
  }

  async setParameters(parameters: { components?: number; iterations?: number; seed?: number }): Promise<void> {
    await this.#fill('Components', parameters.components)
    if (parameters.iterations !== undefined || parameters.seed !== undefined) await this.openMore()
    await this.#fill('Iterations', parameters.iterations)
    await this.#fill('Seed', parameters.seed)
  }

  /** The rarer options, which are folded away at first. */
  async openMore(): Promise<void> {
    const more = this.button(/^More/)
    if ((await more.getAttribute('aria-expanded')) === 'false') await more.click()
  }

  async chooseMethod(name: 'NMF' | 'NMFD' | 'Harmonic/percussive' | 'Band-pass bank'): Promise<void> {
    await this.window.getByRole('radio', { name, exact: true }).click()
  }

  /** Drags over the waveform. The view has to show the whole recording. */
  async select(startSeconds: number, endSeconds: number, durationSeconds: number): Promise<void> {
    const { x, y, width, height } = (await this.window.locator('.mix > .lane').boundingBox())!
    const { mouse } = this.window
    await mouse.move(x + (width * startSeconds) / durationSeconds, y + height / 2)
    await mouse.down()
    await mouse.move(x + (width * endSeconds) / durationSeconds, y + height / 2, { steps: 4 })
    await mouse.up()
  }

  /** Starts a separation and waits for its components. */
  async separate(parameters: { components?: number; iterations?: number; seed?: number }): Promise<void> {
    await this.setParameters(parameters)
    // Cancel stands there as soon as the click has been handled, however short the run.
    await this.button('Separate').click()
    await this.waitUntilSeparated()
  }

  /** Lets the program sort the components into two sources, and gives their names. */
  async suggestTwoSources(): Promise<[string, string]> {
    await this.window.getByRole('combobox', { name: 'Number of sources' }).click()
    await this.window.getByRole('option', { name: '2', exact: true }).click()
    await this.button('Suggest grouping').click()
    const rows = this.window.locator('[data-kind="source"]')
    await rows.nth(1).waitFor()
    const labels = await rows.evaluateAll((all) => all.map((row) => row.getAttribute('aria-label') ?? ''))
    return labels.map((label) => label.split(',')[0]!) as [string, string]
  }

  async waitUntilSeparated(): Promise<void> {
    await this.button('Cancel').waitFor({ state: 'detached', timeout: 120_000 })
    await this.button('Mute component 1').waitFor()
  }

  /** Opens a file by the toolbar and the system's dialog. */
  async openFile(path: string): Promise<void> {
    await answerDialogs(this.running.app, { open: [path] })
    await this.button('Open').click()
  }

  /** Drops a file of the disk on the window, as a file manager does; a page cannot make such a drag by itself. */
  async dropFile(...paths: string[]): Promise<void> {
    await this.dropFileAt({ x: 300, y: 300 }, ...paths)
  }

  async dropFileAt(at: { x: number; y: number }, ...paths: string[]): Promise<void> {
    const session = await this.running.app.context().newCDPSession(this.window)
    const data = { items: [], files: paths, dragOperationsMask: 1 }
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      await session.send('Input.dispatchDragEvent', { type, ...at, data })
    }
    await session.detach()
  }

  /** Chooses an item of the application menu. */
  async choose(id: CommandId): Promise<void> {
    await this.running.app.evaluate(({ Menu }, wanted) => {
      const item = Menu.getApplicationMenu()!.getMenuItemById(wanted)!
      if (!item.enabled) throw new Error(`${wanted} is not enabled`)
      item.click()
    }, id)
  }

  title(): Promise<string> {
    return this.running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.getTitle())
  }

  /** Waits until the window's title names the document and tells whether it has unsaved changes. */
  async waitForTitle(name: string, { isDirty = false } = {}): Promise<void> {
    await eventually(async () => expect(await this.title()).toBe(`${isDirty ? '● ' : ''}${name} – Unweave`))
  }

  /** The dialog in the window with such a title. */
  message(title: string | RegExp): Locator {
    return this.window.getByRole('dialog', { name: title })
  }

  component(number: number): Locator {
    return this.window.locator('[data-kind="component"]').filter({ has: this.button(`Mute component ${number}`) })
  }

  source(name: string): Locator {
    return this.window.locator('[data-kind="source"]').filter({ has: this.button(`Mute ${name}`) })
  }

  async decibels(strip: string): Promise<number> {
    return Number(await this.window.getByRole('slider', { name: `Gain of ${strip}` }).getAttribute('aria-valuenow'))
  }

  async isOn(button: string): Promise<boolean> {
    return (await this.button(button).getAttribute('aria-pressed')) === 'true'
  }

  /** Seconds at the playhead, as the toolbar shows them. */
  async positionSeconds(): Promise<number> {
    const text = await this.window.getByRole('timer', { name: 'Position' }).textContent()
    const [minutes, seconds] = text!.split(':').map(Number)
    return minutes! * 60 + seconds!
  }

  /** Process id as the operating system knows it. */
  async engineProcessId(): Promise<number | null> {
    return (await this.#ask<{ processId: number | null }>('read-engine-status')).processId
  }

  /** Names of the recent files, newest first. */
  async recentNames(): Promise<string[]> {
    return (await this.#ask<{ name: string }[]>('read-recent')).map(({ name }) => name)
  }

  async #ask<T>(request: 'read-engine-status' | 'read-recent'): Promise<T> {
    const answer = await this.window.evaluate((name) => {
      const { desktop } = window as unknown as { desktop: { request(name: string, params: null): Promise<unknown> } }
      return desktop.request(name, null)
    }, request)
    return (answer as { value: T }).value
  }

  async #fill(label: string, value: number | undefined): Promise<void> {
    if (value === undefined) return
    const field = this.window.getByLabel(label, { exact: true })
    await field.fill(String(value))
    await field.press('Enter')
  }
}

/** Not expect.poll, which cannot be used in a beforeAll. */
function eventually(check: () => Promise<void>): Promise<void> {
  return vi.waitFor(check, { timeout: 20_000, interval: 50 })
}
