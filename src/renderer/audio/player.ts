import { AppError } from '@core/errors'
import type { SourceShaping } from '@core/separation/weighted-masks'
import type { FrequencyBand } from '@core/spectral/frequency-band'
import { noTimedEdits, type TimedEdits } from '@core/separation/timed-edits'
import { stftLayout } from '@core/spectral/stft-layout'
import { openDeck, type Deck, type PlayableClip } from './deck'
import { PageBuffers } from './page-buffers'
import { PlayheadClock } from './playhead-clock'
import { SharedGains } from './shared-gains'
import { rewriteSeparation, shareSeparation, type PlayableSeparation } from './shared-separation'
import type { FromWorklet, Hear, SharedSeparation, TransportCommand } from './worklet-protocol'

/** After this the idle output is released, so that a paused window costs nothing. */
const idleMilliseconds = 2000

/** How often the loader is told where it plays: what lies ahead must be there, what lies far behind can go. */
const focusMilliseconds = 500

/** Plays the open clip through the masks of its separation; nothing is rendered ahead. */
export class Player {
  readonly #onChange: () => void
  readonly #clock = new PlayheadClock()
  readonly #buffers = new PageBuffers()
  #deck: Deck | null = null
  #opening = 0
  #separation: PlayableSeparation | null = null
  #gains = new Float32Array(0)
  #shared: { readonly separation: SharedSeparation; readonly gains: SharedGains } | null = null
  #hear: Hear = 'mask'
  #band: FrequencyBand | null = null
  #shaping: SourceShaping | null = null
  #isMatching = false
  #edits: TimedEdits = noTimedEdits
  #loop: { readonly startSeconds: number; readonly endSeconds: number } | null = null
  #isPlaying = false
  #commandCount = 0
  #lastPlay = 0
  /** where a seek goes that the audio thread has not carried out yet */
  #sought: { readonly number: number; readonly seconds: number } | null = null
  #failure: AppError | null = null
  #idleTimer: ReturnType<typeof setTimeout> | undefined
  #focusTimer: ReturnType<typeof setInterval> | undefined

  /** @param onChange called when anything but position and peaks may have changed */
  constructor(onChange: () => void) {
    this.#onChange = onChange
  }

  /**
   * Makes a clip playable, from its beginning; its samples are loaded in the background.
   *
   * @throws AppError 'audio-output-failed'
   */
  async open(clip: PlayableClip): Promise<void> {
    this.close()
    const opening = this.#opening
    const deck = await openDeck(clip, this.#buffers, {
      onMessage: (message) => this.#receive(message),
      onFailure: () => this.#failed(),
      onLoading: this.#onChange
    })
    if (opening !== this.#opening) return deck.graph.close()
    this.#deck = deck
    deck.loader.start()
    this.#sendAll()
    this.#onChange()
  }

  /**
   * Another separation of the open clip, or none. Gains given for as many components are taken over, else all are 1. One of the
   * same shape takes over while it is played, column by column: so a separation is heard while it is made.
   */
  setSeparation(separation: PlayableSeparation | null): void {
    const former = this.#separation
    const isSame =
      former?.factors === separation?.factors &&
      former?.windowSamples === separation?.windowSamples &&
      former?.hopSamples === separation?.hopSamples
    if (isSame) return
    this.#separation = separation
    if (separation === null || this.#shared === null || !rewriteSeparation(this.#shared.separation, separation)) {
      this.#sendSeparation()
    }
  }

  /** One factor for each component; heard from the next column on. */
  setGains(gains: Float32Array): void {
    this.#gains = gains.slice()
    if (this.#separation?.factors.rank === gains.length) this.#shared?.gains.write(gains)
  }

  setHear(hear: Hear): void {
    this.#hear = hear
    this.#deck?.graph.post({ type: 'hear', hear })
  }

  /**
   * What is changed of the masks of whole sources of this separation: what was painted, and how hard the masks are; null: nothing.
   * Heard from the next column on.
   */
  setShaping(shaping: SourceShaping | null): void {
    this.#shaping = shaping
    this.#deck?.graph.post({ type: 'shaping', shaping })
  }

  /** Only a band of what is played, or null: all of it. */
  setBand(band: FrequencyBand | null): void {
    this.#band = band
    this.#deck?.graph.post({ type: 'band', band })
  }

  /** Whether what is heard through masks is brought to the level of the original. */
  setMatching(isOn: boolean): void {
    this.#isMatching = isOn
    this.#deck?.graph.post({ type: 'match-levels', isOn })
  }

  /** What is changed over time and left out; gains are heard from the next column on. */
  setEdits(edits: TimedEdits): void {
    if (JSON.stringify(edits) === JSON.stringify(this.#edits)) return
    this.#edits = edits
    this.#sendEdits()
  }

  /** @throws AppError 'audio-output-failed' when the sound output does not start */
  async play(): Promise<void> {
    const deck = this.#deck
    if (deck === null) return
    clearTimeout(this.#idleTimer)
    this.#focusLoader()
    this.#lastPlay = this.#command({ kind: 'play' })
    this.#setPlaying(true)
    try {
      await deck.graph.resume()
    } catch (thrown) {
      if (deck === this.#deck) this.pause()
      throw thrown instanceof AppError
        ? thrown
        : new AppError('audio-output-failed', String(thrown), {}, { cause: thrown })
    }
  }

  pause(): void {
    if (!this.#isPlaying) return
    this.#command({ kind: 'pause' })
    this.#setPlaying(false)
  }

  seek(seconds: number): void {
    if (this.#deck === null) return
    const sample = seconds * this.#deck.sampleRate
    this.#deck.loader.focus(Math.max(0, sample))
    this.#sought = { number: this.#command({ kind: 'seek', sample }), seconds: Math.max(0, seconds) }
  }

  setLoop(loop: { readonly startSeconds: number; readonly endSeconds: number } | null): void {
    this.#loop = loop
    const rate = this.#deck?.sampleRate ?? 0
    const samples = loop === null ? null : { startSample: loop.startSeconds * rate, endSample: loop.endSeconds * rate }
    this.#deck?.loader.setLoop(samples)
    this.#command({ kind: 'loop', loop: samples })
  }

  get isPlaying(): boolean {
    return this.#isPlaying
  }

  /** What is heard at this moment; cheap enough for every animation frame. */
  get positionSeconds(): number {
    if (this.#deck === null) return 0
    const { status, graph, sampleRate } = this.#deck
    const state = status.read()
    if (this.#sought !== null && state.commandNumber < this.#sought.number) return this.#sought.seconds
    this.#sought = null
    return this.#clock.heardSample(state, graph.heardFrame()) / sampleRate
  }

  /** Whether playing waits for samples that are not loaded yet. */
  get isBuffering(): boolean {
    return this.#isPlaying && this.#deck?.status.read().isMoving === false
  }

  get dropoutCount(): number {
    return this.#deck?.status.read().dropoutCount ?? 0
  }

  /** Of what is kept: the whole clip, or the part around the playhead. */
  get loadedFraction(): number {
    return this.#deck?.loader.loadedFraction ?? 0
  }

  /** Per channel the highest absolute value since the last call. */
  takeOutputPeaks(): readonly number[] {
    return this.#deck?.status.takePeaks() ?? []
  }

  /** The factor by which matching the levels changes what is heard. */
  get matchGain(): number {
    return this.#deck?.status.read().matchGain ?? 1
  }

  /** Why nothing can be heard at present: samples do not arrive, or the audio thread failed. */
  get error(): AppError | null {
    return this.#failure ?? this.#deck?.loader.error ?? null
  }

  /** Lets go of the clip, its separation and the sound output. */
  close(): void {
    this.#opening++
    clearTimeout(this.#idleTimer)
    this.#deck?.loader.stop()
    this.#deck?.graph.close()
    this.#deck = null
    this.#buffers.releaseAll()
    this.#separation = null
    this.#shared = null
    this.#loop = null
    this.#edits = noTimedEdits
    this.#shaping = null
    this.#sought = null
    this.#failure = null
    this.#setPlaying(false)
  }

  /** What was set while the output was being opened. */
  #sendAll(): void {
    this.#sendSeparation()
    this.setHear(this.#hear)
    this.setBand(this.#band)
    this.setShaping(this.#shaping)
    this.setMatching(this.#isMatching)
    this.#sendEdits()
    this.setLoop(this.#loop)
  }

  #sendEdits(): void {
    this.#deck?.loader.setCuts(this.#edits.cuts)
    this.#deck?.graph.post({ type: 'edits', edits: this.#edits })
  }

  #sendSeparation(): void {
    const separation = this.#separation
    const deck = this.#deck
    this.#shared = null
    if (deck === null) return
    if (separation === null || !this.#fits(separation, deck.lengthSamples)) {
      return deck.graph.post({ type: 'separation', separation: null })
    }
    const { rank } = separation.factors
    const gains = SharedGains.create(this.#gains.length === rank ? this.#gains : new Float32Array(rank).fill(1))
    this.#shared = { separation: shareSeparation(separation, gains), gains }
    deck.graph.post({ type: 'separation', separation: this.#shared.separation })
  }

  /** A separation of another recording is not heard, and said. */
  #fits({ factors, windowSamples, hopSamples }: PlayableSeparation, lengthSamples: number): boolean {
    const { binCount, columnCount } = stftLayout(lengthSamples, windowSamples, hopSamples)
    if (factors.binCount === binCount && factors.columnCount === columnCount) return true
    const { binCount: bins, columnCount: columns } = factors
    this.#failure = new AppError('shape-mismatch', `factors of ${bins} × ${columns} for ${binCount} × ${columnCount}`)
    this.#onChange()
    return false
  }

  #command(command: TransportCommand): number {
    const number = ++this.#commandCount
    this.#deck?.graph.post({ type: 'transport', number, command })
    return number
  }

  #receive(message: FromWorklet): void {
    if (message.commandNumber < this.#lastPlay) return
    this.#setPlaying(false)
    clearTimeout(this.#idleTimer)
    this.#idleTimer = setTimeout(() => {
      if (!this.#isPlaying) void this.#deck?.graph.suspend()
    }, idleMilliseconds)
  }

  #failed(): void {
    this.#failure = new AppError('unexpected', 'the audio worklet failed')
    this.#setPlaying(false)
    this.#onChange()
  }

  #focusLoader(): void {
    this.#deck?.loader.focus(this.positionSeconds * this.#deck.sampleRate)
  }

  #setPlaying(isPlaying: boolean): void {
    if (isPlaying === this.#isPlaying) return
    this.#isPlaying = isPlaying
    clearInterval(this.#focusTimer)
    if (isPlaying) this.#focusTimer = setInterval(() => this.#focusLoader(), focusMilliseconds)
    this.#onChange()
  }
}
