import { cosineRamp } from '@core/audio/cosine-ramp'
import { noTimedEdits, placeEdits, type PlacedEdits, type TimedEdits } from '@core/separation/timed-edits'
import type { SourceShaping } from '@core/separation/weighted-masks'
import type { FrequencyBand } from '@core/spectral/frequency-band'
import { LevelMatch } from './level-match'
import { applyBand, applyGains, applyShaping, createMasking, createPassThrough, type Masking } from './masking'
import { OutputEnvelope } from './output-envelope'
import type { PagedSamples } from './paged-samples'
import { PlayOrder } from './play-order'
import type { Hear, SampleLoop, SharedSeparation, TransportCommand } from './worklet-protocol'

const shortestLoopSeconds = 0.02
/** Samples rendered at once; the audio thread asks for as many. */
const blockSamples = 128

/**
 * The transport of the player: which samples of the clip come next, through which mask, how loud. It knows nothing of the
 * audio thread, so it runs anywhere. Every start, stop and jump is ramped over 5 ms, except a start at the clip's very
 * beginning and its natural end, which are in the recording; a loop comes round by a crossfade. Time that is cut is jumped over.
 * It never runs over samples that are not loaded: it waits.
 */
export class MaskPlayback {
  readonly #samples: PagedSamples
  readonly #sampleRate: number
  readonly #block: Float32Array[]
  readonly #original: Float32Array[]
  /** what comes after the loop's end; it fades out while the loop's start fades in */
  readonly #tail: Float32Array[]
  #tailSamples = 0
  readonly #match: LevelMatch
  /** raised cosine from 0 to 1; the place in it is #level */
  readonly #ramp: Float32Array
  readonly #shortestLoop: number
  readonly #envelope: OutputEnvelope
  /** every sample, one after the other */
  readonly #throughout: PlayOrder
  #level = 0
  readonly #passThrough: Masking
  #masking: Masking
  /** takes over when the sound has been ramped down */
  #nextMasking: Masking | null = null
  #band: FrequencyBand | null = null
  #shaping: SourceShaping | null = null
  #nextPosition: number | null = null
  #hear: Hear = 'mask'
  /** as it was asked for */
  #loop: SampleLoop | null = null
  #edits: PlacedEdits
  #order: PlayOrder
  /** one with a jump that is too near to fade out before it */
  #nextOrder: PlayOrder | null = null
  #position = 0
  #wantsSound = false
  #isStale = true
  #frame = 0
  #isMoving = false

  runStartSample = 0
  runStartFrame = 0
  previousRunEnd = Number.NaN

  constructor(samples: PagedSamples, sampleRate: number) {
    this.#samples = samples
    this.#sampleRate = sampleRate
    this.#ramp = cosineRamp(sampleRate)
    const perChannel = (length: number) => Array.from({ length: samples.channelCount }, () => new Float32Array(length))
    this.#block = perChannel(blockSamples)
    this.#original = perChannel(blockSamples)
    this.#tail = perChannel(this.#ramp.length - 1)
    this.#match = new LevelMatch(sampleRate)
    this.#passThrough = this.#masking = createPassThrough(samples, sampleRate)
    this.#shortestLoop = Math.round(shortestLoopSeconds * sampleRate)
    this.#envelope = new OutputEnvelope(this.#ramp)
    this.#edits = placeEdits(noTimedEdits, { lengthSamples: samples.lengthSamples, sampleRate })
    this.#throughout = this.#orderOf([], null)
    this.#order = this.#throughout
  }

  get position(): number {
    return this.#nextPosition ?? this.#position
  }

  /** Whether playing is wished; it may be waiting for samples. */
  get isPlaying(): boolean {
    return this.#wantsSound
  }

  /** Whether the last render advanced. */
  get isMoving(): boolean {
    return this.#isMoving
  }

  /** Whether a seek or another separation waits for the sound to be ramped down. */
  get hasChangePending(): boolean {
    return this.#nextPosition !== null || this.#nextMasking !== null
  }

  setHear(hear: Hear): void {
    this.#hear = hear
    applyGains(this.#masking, hear, this.#edits)
    this.#setEnvelope()
    this.#match.breakPass()
  }

  /** What is changed over time: gains are heard from the next column on, and cuts at once. */
  setEdits(edits: TimedEdits): void {
    const { lengthSamples } = this.#samples
    const { cuts } = this.#edits
    this.#edits = placeEdits(edits, { lengthSamples, sampleRate: this.#sampleRate })
    applyGains(this.#masking, this.#hear, this.#edits)
    this.#setEnvelope()
    this.#match.restart()
    if (cuts.length > 0 || edits.cuts.length > 0) this.#reorder()
  }

  /** The original is heard as it was recorded. */
  #setEnvelope(): void {
    this.#envelope.set(this.#hear === 'original' ? [] : this.#edits.mix)
  }

  /** Restricts what is heard to a band, with or without a separation, or lets everything be heard again. */
  setBand(band: FrequencyBand | null): void {
    this.#band = band
    applyBand(this.#masking, band)
    this.#match.restart()
  }

  /** What is changed of the masks of whole sources, such as what was painted; heard from the next column on. */
  setShaping(shaping: SourceShaping | null): void {
    this.#shaping = shaping
    applyShaping(this.#masking, shaping)
    this.#match.restart()
  }

  /** Whether masked sound is brought to the level of the original. */
  setMatching(isOn: boolean): void {
    this.#match.isOn = isOn
  }

  /** The factor by which matching the levels changes what is heard now. */
  get matchGain(): number {
    return this.#match.gain
  }

  /** Another separation, or none: then the samples are heard as they are. */
  setSeparation(separation: SharedSeparation | null): void {
    this.#nextMasking =
      separation === null ? this.#passThrough : createMasking(this.#samples, separation, this.#sampleRate)
  }

  command(command: TransportCommand): void {
    switch (command.kind) {
      case 'play':
        if (this.position >= this.#samples.lengthSamples) this.#nextPosition = this.#latestOrder.startSample
        this.#wantsSound = true
        return
      case 'pause':
        this.#wantsSound = false
        return
      case 'seek':
        this.#nextPosition = this.#latestOrder.playable(
          Math.min(this.#samples.lengthSamples, Math.max(0, Math.round(command.sample)))
        )
        return
      case 'loop':
        this.#loop = command.loop === null ? null : this.#clampedLoop(command.loop)
        this.#match.restart()
        this.#reorder()
    }
  }

  get #latestOrder(): PlayOrder {
    return this.#nextOrder ?? this.#order
  }

  #orderOf(cuts: PlacedEdits['cuts'], loop: SampleLoop | null): PlayOrder {
    const { lengthSamples } = this.#samples
    return new PlayOrder({
      cuts,
      loop,
      lengthSamples,
      shortestLoop: this.#shortestLoop,
      tailSamples: this.#ramp.length - 1
    })
  }

  /** The loop or the cuts have changed. */
  #reorder(): void {
    const order = this.#orderOf(this.#edits.cuts, this.#loop)
    this.#level = Math.min(this.#level, this.#order.samplesToFadeEnd(this.#position))
    this.#order = order
    this.#nextOrder = null
    const toFadeEnd = order.samplesToFadeEnd(this.#position)
    if (this.#level === 0 || toFadeEnd >= this.#ramp.length) return
    this.#order = this.#throughout
    this.#nextOrder = order
    this.#nextPosition ??= order.jumpFrom(this.#position + toFadeEnd)
  }

  /** Writes the next `count` samples of each channel; `frame` is the time at which the first of them sounds. */
  render(outputs: readonly Float32Array[], count: number, frame: number): void {
    if (this.#masking.shared.readIfNew(this.#masking.gains)) {
      applyGains(this.#masking, this.#hear, this.#edits)
      this.#match.restart()
    }
    this.#frame = frame
    for (let filled = 0; filled < count;) {
      if (this.#level === 0) this.#settle()
      const rises = this.#wantsSound && !this.hasChangePending && this.#canRead(count - filled)
      if (!rises && this.#level === 0) {
        this.#isMoving = false
        for (let channel = 0; channel < outputs.length; channel++) outputs[channel]!.fill(0, filled, count)
        return
      }
      if (!this.#isMoving) this.#startRun(Number.NaN)
      const samples = this.#blockLength(count - filled, rises)
      this.#renderBlock(outputs, filled, samples, rises)
      filled += samples
    }
  }

  /** Silent: what was waiting for silence happens now. */
  #settle(): void {
    if (this.#nextMasking !== null) {
      this.#masking = this.#nextMasking
      this.#nextMasking = null
      applyBand(this.#masking, this.#band)
      applyShaping(this.#masking, this.#shaping)
      this.#match.restart()
      this.#isStale = true
    }
    this.#order = this.#latestOrder
    this.#nextOrder = null
    const position = this.#order.playable(this.#nextPosition ?? this.#position)
    if (this.#nextPosition !== null || position !== this.#position) {
      this.#position = position
      this.#nextPosition = null
      this.#isMoving = false
    }
    this.#envelope.settle()
    if (this.#position >= this.#samples.lengthSamples) this.#wantsSound = false
    if (!this.#wantsSound) this.#isMoving = false
  }

  /** Looks ahead by a ramp, so that there are samples left to fade out with when the next page is late. */
  #canRead(count: number): boolean {
    const reach = this.#masking.stream.reachSamples
    const ahead = reach + count + this.#ramp.length
    if (!this.#samples.isLoaded(this.#position - reach, this.#position + ahead)) return false
    const toJump = this.#order.samplesToJump(this.#position)
    if (toJump > ahead) return true
    const target = this.#order.jumpFrom(this.#position + toJump)
    return this.#samples.isLoaded(target - reach, target + ahead)
  }

  #startRun(previousRunEnd: number): void {
    this.#isMoving = true
    this.runStartSample = this.#position
    this.runStartFrame = this.#frame
    this.previousRunEnd = previousRunEnd
    if (!Number.isNaN(previousRunEnd)) return
    this.#isStale = true
    this.#tailSamples = 0
    this.#match.breakPass()
    if (this.#position === 0) this.#level = this.#ramp.length - 1
  }

  #blockLength(wanted: number, rises: boolean): number {
    const toEnd = Math.min(this.#order.samplesToJump(this.#position), this.#samples.lengthSamples - this.#position)
    const samples = Math.min(wanted, blockSamples, toEnd)
    return rises ? samples : Math.min(samples, this.#level)
  }

  #renderBlock(outputs: readonly Float32Array[], at: number, count: number, rises: boolean): void {
    this.#readBlock(count)
    const toJump = this.#order.samplesToJump(this.#position)
    const toFadeEnd = this.#order.samplesToFadeEnd(this.#position)
    const full = this.#ramp.length - 1
    for (let i = 0; i < count; i++) {
      const gain = this.#ramp[Math.min(this.#level, toFadeEnd - i)]!
      for (let channel = 0; channel < outputs.length; channel++) {
        outputs[channel]![at + i] = gain * this.#block[channel]![i]!
      }
      this.#level = rises ? Math.min(full, this.#level + 1) : this.#level - 1
    }
    this.#position += count
    this.#frame += count
    if (count === toJump) this.#jump()
    else if (this.#position === this.#samples.lengthSamples) this.#end()
  }

  #readBlock(count: number): void {
    const masking = this.#masking
    if (this.#isStale) {
      applyGains(masking, this.#hear, this.#edits)
      masking.stream.seek(this.#position)
      this.#isStale = false
    }
    masking.stream.read(this.#block, count)
    this.#envelope.apply(this.#block, count, this.#position)
    if (this.#tailSamples > 0) this.#mixTail(count)
    this.#matchLevels(count)
  }

  #mixTail(count: number): void {
    const mixed = Math.min(count, this.#tailSamples)
    const from = this.#ramp.length - 1 - this.#tailSamples
    for (let channel = 0; channel < this.#block.length; channel++) {
      const block = this.#block[channel]!
      const tail = this.#tail[channel]!
      for (let i = 0; i < mixed; i++) block[i] = tail[from + i]! + this.#ramp[from + i]! * (block[i]! - tail[from + i]!)
    }
    this.#tailSamples -= mixed
  }

  #matchLevels(count: number): void {
    const match = this.#match
    if (match.isOn && this.#hear === 'mask') {
      const { reference } = this.#masking
      if (reference.position !== this.#position) reference.seek(this.#position)
      reference.read(this.#original, count)
      match.measure(this.#block, this.#original, count, this.#order.isLooping(this.#position))
    }
    match.apply(this.#block, count, this.#hear)
  }

  #jump(): void {
    const from = this.#position
    const isLooping = this.#order.isLoopEnd(from)
    this.#tailSamples = this.#order.hasTail(from) ? this.#ramp.length - 1 : 0
    if (this.#tailSamples > 0) {
      this.#masking.stream.read(this.#tail, this.#tailSamples)
      this.#envelope.applySettled(this.#tail, this.#tailSamples, from)
    } else this.#level = 0
    this.#position = this.#order.jumpFrom(from)
    if (this.#position === this.#samples.lengthSamples) return this.#end()
    this.#isStale = true
    this.#startRun(from)
    if (isLooping) this.#match.completePass()
  }

  #end(): void {
    this.#wantsSound = false
    this.#level = 0
  }

  #clampedLoop(loop: SampleLoop): SampleLoop | null {
    const length = this.#samples.lengthSamples
    const startSample = Math.min(length, Math.max(0, Math.round(loop.startSample)))
    const endSample = Math.min(length, Math.max(startSample + this.#shortestLoop, Math.round(loop.endSample)))
    return endSample - startSample < this.#shortestLoop ? null : { startSample, endSample }
  }
}
