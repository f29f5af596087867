import type { BrowserWindow } from 'electron'
import { askCloseHung, askReloadCrashed } from './dialogs'
import { sendEvent } from './typed-ipc'

/** How long a page may take to react to the wish to close. */
const answerMilliseconds = 4000

/**
 * Keeps a window with unsaved changes open until its page has asked what to do with them. A page that does not react, or is
 * gone, cannot hold the window.
 */
export class CloseGuard {
  isDirty = false
  #mayClose = false
  #isResponsive = true
  #isAsking = false
  #timer: NodeJS.Timeout | null = null

  constructor(
    private readonly window: BrowserWindow,
    private readonly recovery: { readonly keptAt: number | null },
    private readonly quit: () => void
  ) {
    window.on('close', (event) => {
      if (this.#mayClose || !this.isDirty || window.webContents.isCrashed()) return
      event.preventDefault()
      if (!this.#isResponsive) return void this.#closeHung()
      sendEvent(window.webContents, 'close-requested', null)
      this.#timer ??= setTimeout(() => void this.#closeHung(), answerMilliseconds)
    })
    window.on('unresponsive', () => {
      this.#isResponsive = false
    })
    window.on('responsive', () => {
      this.#isResponsive = true
    })
    window.once('closed', () => this.heard())
    window.webContents.on('render-process-gone', (_event, { reason }) => {
      if (reason !== 'clean-exit') void this.#recover(reason)
    })
  }

  /** The page has reacted. */
  heard(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    this.#isResponsive = true
  }

  close(): void {
    this.heard()
    this.#mayClose = true
    this.window.close()
  }

  async #closeHung(): Promise<void> {
    this.#timer = null
    if (this.#isAsking) return
    this.#isAsking = true
    const mayClose = await askCloseHung(this.window, this.recovery.keptAt)
    this.#isAsking = false
    // destroy, since close would wait for the page to unload.
    if (mayClose && !this.window.isDestroyed()) this.window.destroy()
  }

  async #recover(reason: string): Promise<void> {
    this.heard()
    this.isDirty = false
    if (this.window.isDestroyed()) return
    const mustReload = await askReloadCrashed(this.window, { reason, keptAt: this.recovery.keptAt })
    if (this.window.isDestroyed()) return
    if (mustReload) this.window.reload()
    else this.quit()
  }
}
