import { MediaQuery } from 'svelte/reactivity'
import type { Theme } from '@core/project/source-colours'
import type { SpectrogramMode } from '../drawing/spectrogram-source'

const rareOptionsKey = 'rare-options'

/** How the window looks: theme, sizes at which parts go, the spectrogram's mode, the inspector. View state: never undone. */
export class Appearance {
  readonly #light = new MediaQuery('(prefers-color-scheme: light)')
  readonly #roomy = new MediaQuery('(min-width: 1280px)')
  #colouredMode = $state<SpectrogramMode>('sources')
  #plainMode = $state<Exclude<SpectrogramMode, 'sources'>>('level')
  #isInspectorDocked = $state(true)
  #isInspectorOver = $state(false)
  #spectrogramShare = $state(0.47)
  #areRareOptionsOpen = $state(localStorage.getItem(rareOptionsKey) === 'open')

  get theme(): Theme {
    return this.#light.current ? 'light' : 'dark'
  }

  /** whether the inspector has a column of its own; in a narrower window it opens over the lanes */
  get hasInspectorColumn(): boolean {
    return this.#roomy.current
  }

  get isInspectorOpen(): boolean {
    return this.hasInspectorColumn ? this.#isInspectorDocked : this.#isInspectorOver
  }

  /** What is chosen where there are sources' colours to show, and where there are none: grouping brings the colours up. */
  modeFor(hasColours: boolean): SpectrogramMode {
    return hasColours ? this.#colouredMode : this.#plainMode
  }

  /** share of the height that spectrogram and list have between them */
  get spectrogramShare(): number {
    return this.#spectrogramShare
  }

  /** whether the Separate panel shows "More"; remembered from one start of the program to the next */
  get areRareOptionsOpen(): boolean {
    return this.#areRareOptionsOpen
  }

  setRareOptionsOpen(isOpen: boolean): void {
    this.#areRareOptionsOpen = isOpen
    localStorage.setItem(rareOptionsKey, isOpen ? 'open' : 'closed')
  }

  setSpectrogramShare(share: number): void {
    this.#spectrogramShare = Math.min(1, Math.max(0, share))
  }

  chooseMode(mode: SpectrogramMode, hasColours: boolean): void {
    if (hasColours) this.#colouredMode = mode
    if (mode !== 'sources') this.#plainMode = mode
  }

  nextMode(hasColours: boolean): void {
    const modes: readonly SpectrogramMode[] = hasColours ? ['sources', 'magma', 'level'] : ['magma', 'level']
    this.chooseMode(modes[(modes.indexOf(this.modeFor(hasColours)) + 1) % modes.length]!, hasColours)
  }

  setInspector(isOpen: boolean): void {
    if (this.hasInspectorColumn) this.#isInspectorDocked = isOpen
    else this.#isInspectorOver = isOpen
  }

  toggleInspector(): void {
    this.setInspector(!this.isInspectorOpen)
  }
}
