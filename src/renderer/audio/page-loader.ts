import { AppError } from '@core/errors'
import { pageCountOf, pageSamples } from './paged-samples'

export interface PageLoaderOptions {
  readonly lengthSamples: number
  readSamples(start: number, count: number): Promise<readonly Float32Array[]>
  onPage(index: number, channels: readonly Float32Array[]): void
  /** more is loaded, or loading failed or goes on again */
  onChange(): void
}

const parallelReads = 2
const retryMilliseconds = [500, 1000, 2000, 5000]

/** Loads a clip page by page in the background: from the playhead to the end, then the rest. */
export class PageLoader {
  readonly #options: PageLoaderOptions
  readonly #isRequested: boolean[]
  #loadedCount = 0
  #focusPage = 0
  #failures = 0
  #isStopped = false
  #timer: ReturnType<typeof setTimeout> | undefined

  /** Why nothing arrives at present; it goes on trying. */
  error: AppError | null = null

  constructor(options: PageLoaderOptions) {
    this.#options = options
    this.#isRequested = Array.from({ length: pageCountOf(options.lengthSamples) }, () => false)
  }

  get loadedFraction(): number {
    return this.#isRequested.length === 0 ? 1 : this.#loadedCount / this.#isRequested.length
  }

  start(): void {
    for (let i = 0; i < parallelReads; i++) void this.#loadNext()
  }

  /** What is loaded next: the page that holds this sample. */
  focus(sample: number): void {
    this.#focusPage = Math.floor(sample / pageSamples)
  }

  stop(): void {
    this.#isStopped = true
    clearTimeout(this.#timer)
  }

  async #loadNext(): Promise<void> {
    const page = this.#nextPage()
    if (page === -1 || this.#isStopped) return
    this.#isRequested[page] = true
    const start = page * pageSamples
    try {
      const count = Math.min(pageSamples, this.#options.lengthSamples - start)
      const channels = await this.#options.readSamples(start, count)
      if (this.#isStopped) return
      this.#options.onPage(page, channels)
    } catch (thrown) {
      this.#isRequested[page] = false
      this.#retryLater(AppError.from(thrown))
      return
    }
    this.#loadedCount++
    this.#failures = 0
    this.error = null
    this.#options.onChange()
    void this.#loadNext()
  }

  #nextPage(): number {
    const ahead = this.#isRequested.indexOf(false, this.#focusPage)
    return ahead === -1 ? this.#isRequested.indexOf(false) : ahead
  }

  #retryLater(error: AppError): void {
    if (this.#isStopped) return
    this.error = error
    const delay = retryMilliseconds[Math.min(this.#failures++, retryMilliseconds.length - 1)]
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.start(), delay)
    this.#options.onChange()
  }
}
