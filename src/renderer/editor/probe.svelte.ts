import type { Project } from '@core/project/project'
import type { SpectrogramReading } from '../drawing/spectrogram-reading'
import { ownersOf, type Owner } from './owners'
import type { Cell } from '../drawing/selection-grid'

/** Where the spectrogram is being read: under the pointer or at the cursor that the keyboard moves, whichever moved last. */
export class Probe {
  readonly #project: () => Project
  #hover = $state.raw<SpectrogramReading | null>(null)
  #atCursor = $state.raw<SpectrogramReading | null>(null)
  #cursor = $state.raw<Cell | null>(null)
  /** the cell that the keyboard selects from */
  anchor: Cell | null = null

  constructor(project: () => Project) {
    this.#project = project
  }

  readonly #reading = $derived.by((): SpectrogramReading | null => this.#hover ?? this.#atCursor)

  readonly #owners = $derived.by((): readonly Owner[] => {
    const shares = this.#reading?.componentShares ?? null
    return shares === null ? [] : ownersOf(this.#project(), shares)
  })

  get reading(): SpectrogramReading | null {
    return this.#reading
  }

  /** who owns the point, the strongest first */
  get owners(): readonly Owner[] {
    return this.#owners
  }

  readonly #ownerId = $derived.by((): string | null => this.#owners[0]?.id ?? null)

  /** the source, or the component outside of all sources, whose row lightens */
  get ownerId(): string | null {
    return this.#ownerId
  }

  get cursor(): Cell | null {
    return this.#cursor
  }

  /** null: the pointer has left */
  hover(reading: SpectrogramReading | null): void {
    this.#hover = reading
  }

  /** The pointer may rest there too: what moved last is read. */
  moveCursor(cursor: Cell | null, reading: SpectrogramReading | null): void {
    this.#hover = null
    this.#cursor = cursor
    this.#atCursor = reading
  }

  /** The keyboard has gone elsewhere; the cursor stays for when it comes back. */
  leave(): void {
    this.#atCursor = null
  }

  reset(): void {
    this.#hover = null
    this.anchor = null
    this.moveCursor(null, null)
  }
}
