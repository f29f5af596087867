import { rangeFrom, type SampleRange } from '@core/audio/sample-range'
import { componentGains, residualGains } from '@core/project/audibility'
import { heardEdits, mixEdits, residualEdits } from '@core/project/heard-edits'
import { shapePainted } from '@core/separation/shape-painted'
import type { TimedEdits } from '@core/separation/timed-edits'
import type { SourceShaping } from '@core/separation/weighted-masks'
import { stftLayout } from '@core/spectral/stft-layout'
import { untrack } from 'svelte'
import type { ClipInfo } from '@core/contract/engine'
import { gainToDecibels } from '@core/units'
import { Player } from '../audio/player'
import type { Audition } from './audition.svelte'
import type { EngineSession } from './engine-session'
import type { LivePreview } from './live-preview.svelte'
import type { Messages } from './messages.svelte'
import type { Meters } from './meters.svelte'
import { tellFailure } from './failures'
import type { OpenDocument } from './open-document.svelte'
import { playedParts } from './played-parts'
import type { TimeRange, Timeline } from './timeline.svelte'

/** A frame may come late, and the playhead's clock is corrected a little. */
const jitterSeconds = 0.05

export type Hearing = 'original' | 'sources' | 'residual'

/** What is heard and where: the player, kept in step with the project's gains, the loop and the playhead. */
export class Transport {
  readonly #document: OpenDocument
  readonly #timeline: Timeline
  readonly #session: EngineSession
  readonly #messages: Messages
  readonly #preview: LivePreview
  readonly #meters: Meters
  readonly #audition: Audition
  readonly #player: Player
  #isPlaying = $state(false)
  #positionSeconds = $state(0)
  #dropoutCount = $state(0)
  #hearing = $state<Hearing>('original')
  #isBandOnly = $state(false)
  #isMatching = $state(false)
  #matchDecibels = $state(0)
  #isOpen = $state(false)
  #frame = 0
  #frameTime = 0

  constructor(parts: {
    document: OpenDocument
    timeline: Timeline
    session: EngineSession
    messages: Messages
    preview: LivePreview
    meters: Meters
    audition: Audition
  }) {
    this.#document = parts.document
    this.#timeline = parts.timeline
    this.#session = parts.session
    this.#messages = parts.messages
    this.#preview = parts.preview
    this.#meters = parts.meters
    this.#audition = parts.audition
    this.#player = new Player(() => this.#readPlayer())
  }

  get isPlaying(): boolean {
    return this.#isPlaying
  }

  get positionSeconds(): number {
    return this.#positionSeconds
  }

  get dropoutCount(): number {
    return this.#dropoutCount
  }

  /** whether only the band of the selection is heard; a selection without a band lets everything be heard */
  get isBandHeard(): boolean {
    return this.#isBandOnly && this.#timeline.band !== null
  }

  /** whether what is heard is brought to the level of the original */
  get isMatching(): boolean {
    return this.#isMatching
  }

  /** by how much that changes what is heard now, to a tenth */
  get matchDecibels(): number {
    return this.#matchDecibels
  }

  /** whether there are components to hear: a separation, or the preview of a run */
  get hasComponents(): boolean {
    return this.#document.factors !== null || this.#preview.present !== null
  }

  /** whether there is anything but the original: components, or edits of the mix */
  get canHearSources(): boolean {
    return this.hasComponents || this.#hasMixRegions
  }

  readonly #separation = $derived.by(() => this.#document.project.separation)
  /** what was painted, laid on the cells of the separation; null: nothing, or a run that is heard */
  readonly #shaping = $derived.by((): SourceShaping | null => {
    const { painted, clip } = this.#document
    const separation = this.#separation
    if (painted === null || clip === null || separation === null || this.#preview.present !== null) return null
    const { windowSamples, hopSamples } = separation.parameters
    return shapePainted(painted, stftLayout(clip.lengthSamples, windowSamples, hopSamples), clip.sampleRate)
  })

  /** what is repeated: the passage of an audition, or what a person chose */
  get #loop(): TimeRange | null {
    return this.#audition.passage ?? (this.#timeline.isLoopOn ? this.#timeline.loopRange : null)
  }

  readonly #hasMixRegions = $derived.by((): boolean =>
    this.#document.project.regions.some(({ target }) => target.kind === 'mix')
  )

  get hearing(): Hearing {
    if (!this.canHearSources) return 'original'
    return this.#hearing === 'residual' && !this.hasComponents ? 'sources' : this.#hearing
  }

  async open(clip: ClipInfo): Promise<void> {
    this.close()
    this.#hearing = 'original'
    try {
      await this.#player.open({
        sampleRate: clip.sampleRate,
        channelCount: clip.channelCount,
        lengthSamples: clip.lengthSamples,
        readSamples: async (start, count) =>
          (await this.#session.read('readSamples', (clipId) => ({ clipId, start, count }))).channels
      })
      this.#isOpen = true
    } catch (thrown) {
      if (this.#document.clip === clip) tellFailure(this.#messages, thrown, { subject: clip.name })
    }
  }

  close(): void {
    cancelAnimationFrame(this.#frame)
    this.#frame = 0
    this.#isOpen = false
    this.#isPlaying = false
    this.#positionSeconds = 0
    this.#meters.reset()
    this.#player.close()
  }

  hear(hearing: Hearing): void {
    this.#hearing = hearing
  }

  hearBand(isOnly: boolean): void {
    this.#isBandOnly = isOnly
  }

  matchLevels(isOn: boolean): void {
    this.#isMatching = isOn
    if (!isOn) this.#matchDecibels = 0
  }

  async playOrPause(): Promise<void> {
    if (this.#player.isPlaying) {
      this.#player.pause()
      return
    }
    const loop = this.#loop
    const isOutside =
      loop !== null && (this.#positionSeconds < loop.startSeconds || this.#positionSeconds >= loop.endSeconds)
    if (isOutside) this.seek(loop.startSeconds)
    else if (this.#positionSeconds >= this.#timeline.durationSeconds - 0.01) this.seek(0)
    try {
      await this.#player.play()
    } catch (thrown) {
      tellFailure(this.#messages, thrown)
    }
    this.#readPlayer()
  }

  seek(seconds: number): void {
    const position = this.#outsideCuts(Math.min(Math.max(0, seconds), this.#timeline.durationSeconds))
    this.#player.seek(position)
    this.#positionSeconds = position
  }

  toStart(): void {
    this.seek((this.#timeline.isLoopOn ? this.#timeline.selection?.startSeconds : undefined) ?? 0)
    this.#timeline.follow(this.#positionSeconds)
  }

  toEnd(): void {
    this.seek(this.#timeline.durationSeconds)
    this.#timeline.follow(this.#positionSeconds)
  }

  async playFrom(seconds: number): Promise<void> {
    this.seek(seconds)
    if (!this.#isPlaying) await this.playOrPause()
  }

  /** Moves by whole STFT columns. */
  step(columns: number): void {
    const { clip, project } = this.#document
    if (clip === null) return
    const hopSamples = project.separation?.parameters.hopSamples ?? 1024
    const bySeconds = (columns * hopSamples) / clip.sampleRate
    const target = this.#positionSeconds + bySeconds
    const cut = bySeconds < 0 ? this.#cutAt(target) : null
    this.seek(cut === null ? target : cut.startSample / clip.sampleRate + bySeconds)
    this.#timeline.follow(this.#positionSeconds)
  }

  /** Called once while an effect root is there: keeps the player in step with what it must play. */
  follow(): void {
    $effect(() => {
      if (!this.#isOpen) return
      const { project, factors } = this.#document
      const { separation } = project
      if (this.#preview.present !== null) this.#player.setSeparation(this.#preview.present)
      else if (separation === null || factors === null) this.#player.setSeparation(null)
      else {
        const { windowSamples, hopSamples } = separation.parameters
        this.#player.setSeparation({ factors, windowSamples, hopSamples })
      }
    })
    $effect(() => {
      if (!this.#isOpen || !this.canHearSources) return
      const project = this.#audition.heardProject
      const isResidual = this.hearing === 'residual'
      if (this.#preview.present !== null) this.#player.setGains(this.#preview.gains(isResidual))
      else this.#player.setGains(isResidual ? residualGains(project) : componentGains(project))
    })
    $effect(() => {
      if (this.#isOpen) this.#player.setShaping(this.#shaping)
    })
    $effect(() => {
      if (this.#isOpen) this.#player.setHear(this.hearing === 'original' ? 'original' : 'mask')
    })
    $effect(() => {
      if (this.#isOpen) this.#player.setBand(this.isBandHeard ? { ...this.#timeline.band! } : null)
    })
    $effect(() => {
      if (this.#isOpen) this.#player.setMatching(this.#isMatching)
    })
    $effect(() => {
      if (this.#isOpen) this.#player.setEdits(this.#timedEdits)
    })
    $effect(() => {
      // A playhead that stands where time was cut goes to the cut's end.
      if (this.#document.project.cuts.length === 0 || this.#isPlaying) return
      const position = untrack(() => this.#positionSeconds)
      if (this.#outsideCuts(position) !== position) this.seek(position)
    })
    $effect(() => {
      const loop = this.#loop
      if (this.#isOpen) this.#player.setLoop(loop === null ? null : { ...loop })
    })
  }

  /** What is changed over time, as it is to be heard now. */
  get #timedEdits(): TimedEdits {
    const { project, factors } = this.#document
    const isResidual = this.hearing === 'residual'
    const hasPreview = this.#preview.present !== null
    if (!hasPreview && factors !== null) return isResidual ? residualEdits(project) : heardEdits(project)
    return isResidual ? { ...mixEdits(project), mix: [] } : mixEdits(project)
  }

  #cutAt(seconds: number): SampleRange | null {
    const { clip, project } = this.#document
    if (clip === null) return null
    const sample = Math.round(seconds * clip.sampleRate)
    const cut = rangeFrom(project.cuts, sample)
    return cut === null || cut.startSample > sample ? null : cut
  }

  #outsideCuts(seconds: number): number {
    const cut = this.#cutAt(seconds)
    return cut === null ? seconds : cut.endSample / this.#document.clip!.sampleRate
  }

  #readPlayer(): void {
    this.#isPlaying = this.#player.isPlaying
    this.#dropoutCount = this.#player.dropoutCount
    if (!this.#isPlaying || this.#frame !== 0) return
    this.#meters.start()
    this.#frameTime = performance.now()
    this.#frame = requestAnimationFrame(this.#follow)
  }

  // The one loop of the window: what moves with the sound reads these few values and nothing else runs per frame.
  readonly #follow = (): void => {
    const positionSeconds = this.#player.positionSeconds
    this.#advanceMeters(positionSeconds)
    this.#positionSeconds = positionSeconds
    this.#dropoutCount = this.#player.dropoutCount
    if (this.#isMatching) this.#matchDecibels = Math.round(10 * gainToDecibels(this.#player.matchGain)) / 10
    this.#timeline.follow(this.#positionSeconds)
    this.#isPlaying = this.#player.isPlaying
    if (!this.#isPlaying) this.#meters.stop()
    this.#frame = this.#isPlaying ? requestAnimationFrame(this.#follow) : 0
  }

  #advanceMeters(endSeconds: number): void {
    const now = performance.now()
    const elapsedSeconds = (now - this.#frameTime) / 1000
    this.#frameTime = now
    this.#meters.advance({
      outputPeaks: this.#player.takeOutputPeaks(),
      parts: this.#partsUpTo(endSeconds, elapsedSeconds),
      elapsedSeconds,
      hasSources: this.hearing !== 'residual'
    })
  }

  #partsUpTo(endSeconds: number, elapsedSeconds: number): SampleRange[] {
    const { clip, project } = this.#document
    const samples = (seconds: number) => Math.round(seconds * (clip?.sampleRate ?? 0))
    const loop = this.#loop
    return playedParts({
      fromSample: samples(this.#positionSeconds),
      toSample: samples(endSeconds),
      longestSamples: samples(elapsedSeconds + jitterSeconds),
      loop: loop && { startSample: samples(loop.startSeconds), endSample: samples(loop.endSeconds) },
      cuts: project.cuts
    })
  }
}
