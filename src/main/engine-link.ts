import { MessageChannelMain, type WebContents } from 'electron'
import { enginePortChannel } from './channels'
import type { EngineHost } from './engine/engine-host'

/** Gives the page one end of a channel to the engine whenever both are there; afterwards main is not in the way. */
export class EngineLink {
  #isEngineRunning = false
  #isPageReady = false

  constructor(
    private readonly host: () => EngineHost,
    private readonly contents: WebContents
  ) {}

  engineStarted(): void {
    this.#isEngineRunning = true
    this.#connect()
  }

  engineExited(): void {
    this.#isEngineRunning = false
  }

  pageReady(): void {
    this.#isPageReady = true
    this.#connect()
  }

  pageLeft(): void {
    this.#isPageReady = false
  }

  #connect(): void {
    if (!this.#isEngineRunning || !this.#isPageReady || this.contents.isDestroyed()) return
    const { port1, port2 } = new MessageChannelMain()
    this.host().connect(port1)
    this.contents.postMessage(enginePortChannel, null, [port2])
  }
}
