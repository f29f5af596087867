import { rangeFrom, type SampleRange } from '@core/audio/sample-range'
import { AppError } from '@core/errors'
import { pageCountOf, pageSamples } from './paged-samples'
import { pageOrder, type PageRange } from './page-order'

export interface PageLoaderOptions {
  readonly lengthSamples: number
  /** pages that are kept at a time; a shorter clip is loaded whole */
  readonly limitPages: number
  readSamples(start: number, count: number): Promise<readonly Float32Array[]>
  /** a page has arrived, or null: it has to go */
  onPage(index: number, channels: readonly Float32Array[] | null): void
  /** more is loaded, or loading failed or goes on again */
  onChange(): void
}

type PageState = 'missing' | 'requested' | 'loaded'

const parallelReads = 2
const retryMilliseconds = [500, 1000, 2000, 5000]

/** Loads a clip page by page in the background, from the playhead on, and lets go of what is far from it. */
export class PageLoader {
  readonly #options: PageLoaderOptions
  readonly #pages: PageState[]
  #focusPage = 0
  #loop: PageRange | null = null
  #cuts: readonly SampleRange[] = []
  /** what is to be there, most urgent first */
  #wanted: readonly number[] = []
  #readCount = 0
  #failures = 0
  #isStopped = true
  #retryTimer: ReturnType<typeof setTimeout> | null = null

  /** Why nothing arrives at present; it goes on trying. */
  error: AppError | null = null

  constructor(options: PageLoaderOptions) {
    this.#options = options
    this.#pages = Array.from({ length: pageCountOf(options.lengthSamples) }, () => 'missing')
    this.#order()
  }

  /** The part that is there of what is to be there. */
  get loadedFraction(): number {
    const loaded = this.#wanted.filter((page) => this.#pages[page] === 'loaded').length
    return this.#wanted.length === 0 ? 1 : loaded / this.#wanted.length
  }

  start(): void {
    this.#isStopped = false
    this.#fill()
  }

  /** Where it is played now or next: the page that holds this sample is loaded first. */
  focus(sample: number): void {
    const page = Math.min(this.#pages.length - 1, Math.floor(sample / pageSamples))
    if (page === this.#focusPage) return
    this.#focusPage = page
    this.#order()
    this.#fill()
  }

  /** The part that is repeated while it is played. */
  setLoop(loop: { readonly startSample: number; readonly endSample: number } | null): void {
    const pageAt = (sample: number) => Math.floor(Math.max(0, sample) / pageSamples)
    const end = loop === null ? 0 : Math.min(this.#pages.length, pageAt(loop.endSample) + 1)
    this.#loop = loop === null ? null : { first: Math.min(end, pageAt(loop.startSample)), end }
    this.#order()
    this.#fill()
  }

  /** Time that is not played; what lies deep in it need not be there. */
  setCuts(cuts: readonly SampleRange[]): void {
    this.#cuts = cuts
    this.#order()
    this.#fill()
  }

  stop(): void {
    this.#isStopped = true
    if (this.#retryTimer !== null) clearTimeout(this.#retryTimer)
    this.#retryTimer = null
  }

  #order(): void {
    const isSkipped = (page: number) => this.#isSkipped(page)
    this.#wanted = pageOrder(this.#focusPage, this.#loop, this.#pages.length, this.#options.limitPages, isSkipped)
  }

  /** Masks read beyond a cut's edges, so the pages next to them stay. */
  #isSkipped(page: number): boolean {
    const cut = rangeFrom(this.#cuts, page * pageSamples)
    return cut !== null && cut.startSample <= (page - 1) * pageSamples && cut.endSample >= (page + 2) * pageSamples
  }

  #fill(): void {
    while (this.#readCount < parallelReads && !this.#isStopped && this.#retryTimer === null) {
      const page = this.#wanted.find((wanted) => this.#pages[wanted] === 'missing')
      if (page === undefined) return
      void this.#load(page)
    }
  }

  async #load(page: number): Promise<void> {
    this.#pages[page] = 'requested'
    this.#readCount++
    try {
      const start = page * pageSamples
      const count = Math.min(pageSamples, this.#options.lengthSamples - start)
      const channels = await this.#options.readSamples(start, count)
      if (this.#isStopped) return
      this.#pages[page] = 'loaded'
      this.#options.onPage(page, channels)
      this.#dropOne()
      this.#failures = 0
      this.error = null
    } catch (thrown) {
      this.#pages[page] = 'missing'
      this.#retryLater(AppError.from(thrown))
    } finally {
      this.#readCount--
    }
    if (this.#isStopped) return
    this.#options.onChange()
    this.#fill()
  }

  /** One page came, so at most one is too many: the one farthest from the playhead that is not wanted. */
  #dropOne(): void {
    const loaded = [...this.#pages.keys()].filter((page) => this.#pages[page] === 'loaded')
    if (loaded.length <= this.#options.limitPages) return
    const wanted = new Set(this.#wanted)
    const distance = (page: number) => Math.abs(page - this.#focusPage)
    const unwanted = loaded.filter((page) => !wanted.has(page)).sort((a, b) => distance(b) - distance(a))
    const [farthest] = unwanted
    if (farthest === undefined) return
    this.#pages[farthest] = 'missing'
    this.#options.onPage(farthest, null)
  }

  #retryLater(error: AppError): void {
    if (this.#isStopped) return
    this.error = error
    const delay = retryMilliseconds[Math.min(this.#failures++, retryMilliseconds.length - 1)]
    if (this.#retryTimer !== null) clearTimeout(this.#retryTimer)
    this.#retryTimer = setTimeout(() => {
      this.#retryTimer = null
      this.#fill()
    }, delay)
  }
}
