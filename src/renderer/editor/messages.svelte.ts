/** A line in the status bar. Warnings stay until they are read; news makes room for the next. */
export interface StatusLine {
  readonly kind: 'news' | 'warning'
  readonly text: string
}

export interface MessageButton {
  readonly label: string
  readonly isPrimary: boolean
  readonly run: () => void
}

/** What a dialog says when a person has to decide something. */
export interface DialogMessage {
  readonly severity: 'error' | 'warning'
  readonly title: string
  readonly why: string
  readonly next: string
  readonly details: string
  /** the next steps; the way out ("Close", "Cancel") stands first */
  readonly buttons: readonly MessageButton[]
}

const newsMilliseconds = 8000

/** What the program tells the person: lines in the status bar, and one dialog at a time. */
export class Messages {
  #line = $state.raw<StatusLine | null>(null)
  #waitingLines = $state.raw<readonly StatusLine[]>([])
  #dialogs = $state.raw<readonly DialogMessage[]>([])
  #timer: ReturnType<typeof setTimeout> | undefined

  get line(): StatusLine | null {
    return this.#line
  }

  get dialog(): DialogMessage | null {
    return this.#dialogs[0] ?? null
  }

  say(text: string): void {
    if (this.#line?.kind === 'warning') return
    this.#line = { kind: 'news', text }
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#next(), newsMilliseconds)
  }

  warn(text: string): void {
    const line: StatusLine = { kind: 'warning', text }
    if (this.#line?.kind === 'warning') this.#waitingLines = [...this.#waitingLines, line]
    else {
      clearTimeout(this.#timer)
      this.#line = line
    }
  }

  dismissLine(): void {
    this.#next()
  }

  /** Forgets the lines about a recording that is no longer open. */
  clearLines(): void {
    this.#waitingLines = []
    this.#next()
  }

  ask(dialog: DialogMessage): void {
    this.#dialogs = [...this.#dialogs, dialog]
  }

  closeDialog(): void {
    this.#dialogs = this.#dialogs.slice(1)
  }

  #next(): void {
    clearTimeout(this.#timer)
    this.#line = this.#waitingLines[0] ?? null
    this.#waitingLines = this.#waitingLines.slice(1)
  }
}
