import { basename } from 'node:path'
import { AppError, type ErrorData } from '@core/errors'
import type { DocumentOpener } from './documents/document-opener'
import type { OpenDocument } from './documents/open-document'
import type { Launch } from './launch-arguments'

/** What the page is told when it is ready. */
export interface LaunchAnswer {
  readonly opened: OpenDocument | null
  readonly error: ErrorData | null
  readonly shouldSeparate: boolean
}

export interface LaunchListeners {
  opened(opened: OpenDocument): void
  failed(error: ErrorData, name: string): void
}

/**
 * Files that come from outside the window: arguments, a second start, the system's "open with". Until the page is ready the
 * newest one waits.
 */
export class LaunchRequests {
  #waiting: Launch | null = null
  #isPageReady = false

  constructor(
    private readonly opener: DocumentOpener,
    private readonly listeners: LaunchListeners
  ) {}

  get isPageReady(): boolean {
    return this.#isPageReady
  }

  request(launch: Launch): void {
    if (launch.path === null && !launch.isDemo) return
    if (this.#isPageReady) void this.#openNow(launch)
    else this.#waiting = launch
  }

  /** The page loads anew; it will say again when it is ready. */
  pageLeft(): void {
    this.#isPageReady = false
  }

  async pageReady(): Promise<LaunchAnswer> {
    this.#isPageReady = true
    const launch = this.#waiting
    this.#waiting = null
    const nothing = { opened: null, error: null, shouldSeparate: false }
    if (launch === null) return nothing
    try {
      return { ...nothing, opened: await this.#open(launch), shouldSeparate: launch.isDemo }
    } catch (thrown) {
      return { ...nothing, error: AppError.from(thrown).toData() }
    }
  }

  async #openNow(launch: Launch): Promise<void> {
    try {
      this.listeners.opened(await this.#open(launch))
    } catch (thrown) {
      this.listeners.failed(AppError.from(thrown).toData(), launch.path === null ? 'Demo' : basename(launch.path))
    }
  }

  #open(launch: Launch): Promise<OpenDocument> {
    return launch.path === null ? this.opener.openDemo() : this.opener.open(launch.path)
  }
}
