import { MediaQuery } from 'svelte/reactivity'
import { z } from 'zod'
import type { Theme } from '@core/project/source-colours'
import type { SpectrogramMode } from '../drawing/spectrogram-source'
import { recall, remember } from './remembered'

const rareOptionsKey = 'rare-options'
const shareName = 'spectrogram-share'
const mixName = 'mix-height'
const usualShare = 0.47

/** How the window looks: theme, sizes at which parts go, the spectrogram's mode, the inspector. View state: never undone. */
export class Appearance {
  readonly #light = new MediaQuery('(prefers-color-scheme: light)')
  readonly #roomy = new MediaQuery('(min-width: 1280px)')
  #colouredMode = $state<SpectrogramMode>('sources')
  #plainMode = $state<Exclude<SpectrogramMode, 'sources'>>('level')
  #isInspectorDocked = $state(true)
  #isInspectorOver = $state(false)
  #spectrogramShare = $state(recall(shareName, z.number().min(0).max(1)) ?? usualShare)
  #mixHeight = $state(recall(mixName, z.number()))
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

  /** of the mix lane in pixels, as it was set; null leaves it to the window's size */
  get mixHeight(): number | null {
    return this.#mixHeight
  }

  setSpectrogramShare(share: number): void {
    this.#spectrogramShare = Math.min(1, Math.max(0, share))
    remember(shareName, this.#spectrogramShare)
  }

  resetSpectrogramShare(): void {
    this.setSpectrogramShare(usualShare)
  }

  setMixHeight(pixels: number | null): void {
    this.#mixHeight = pixels
    remember(mixName, pixels)
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
