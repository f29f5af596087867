import type { FrequencyBand } from '@core/spectral/frequency-band'
import { LevelMatch } from './level-match'
import { applyBand, applyGains, createMasking, createPassThrough, type Masking } from './masking'
import type { PagedSamples } from './paged-samples'
import type { Hear, SampleLoop, SharedSeparation, TransportCommand } from './worklet-protocol'

const rampSeconds = 0.005
const shortestLoopSeconds = 0.02
/** Samples rendered at once; the audio thread asks for as many. */
const blockSamples = 128

/**
 * The transport of the player: which samples of the clip come next, through which mask, how loud. It knows nothing of the
 * audio thread, so it runs anywhere. Every start, stop and jump is ramped over 5 ms, except a start at the clip's very
 * beginning and its natural end, which are in the recording; a loop comes round by a crossfade. It never runs over samples that are not loaded: it waits.
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
  #level = 0
  readonly #passThrough: Masking
  #masking: Masking
  /** takes over when the sound has been ramped down */
  #nextMasking: Masking | null = null
  #band: FrequencyBand | null = null
  #nextPosition: number | null = null
  #hear: Hear = 'mask'
  #loop: SampleLoop | null = null
  /** a loop whose end is too near to fade out before it */
  #nextLoop: SampleLoop | null = null
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
    const rampSamples = Math.max(1, Math.round(rampSeconds * sampleRate))
    const perChannel = (length: number) => Array.from({ length: samples.channelCount }, () => new Float32Array(length))
    this.#block = perChannel(blockSamples)
    this.#original = perChannel(blockSamples)
    this.#tail = perChannel(rampSamples)
    this.#match = new LevelMatch(sampleRate)
    this.#passThrough = this.#masking = createPassThrough(samples, sampleRate)
    this.#ramp = Float32Array.from(
      { length: rampSamples + 1 },
      (_, i) => (1 - Math.cos((Math.PI * i) / rampSamples)) / 2
    )
    this.#shortestLoop = Math.round(shortestLoopSeconds * sampleRate)
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
    applyGains(this.#masking, hear)
    this.#match.breakPass()
  }

  /** Restricts what is heard to a band, with or without a separation, or lets everything be heard again. */
  setBand(band: FrequencyBand | null): void {
    this.#band = band
    applyBand(this.#masking, band)
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
        if (this.position >= this.#samples.lengthSamples) this.#nextPosition = this.#loop?.startSample ?? 0
        this.#wantsSound = true
        return
      case 'pause':
        this.#wantsSound = false
        return
      case 'seek':
        this.#nextPosition = Math.min(this.#samples.lengthSamples, Math.max(0, Math.round(command.sample)))
        return
      case 'loop':
        this.#setLoop(command.loop === null ? null : this.#clampedLoop(command.loop))
    }
  }

  #setLoop(loop: SampleLoop | null): void {
    this.#level = Math.min(this.#level, this.#samplesToFadeEnd())
    this.#loop = loop
    this.#nextLoop = null
    this.#match.restart()
    if (this.#level === 0 || this.#samplesToFadeEnd() >= this.#ramp.length) return
    this.#loop = null
    this.#nextLoop = loop
    this.#nextPosition ??= loop!.startSample
  }

  /** Infinity where no loop lies ahead. */
  #samplesToLoopEnd(): number {
    return this.#loop !== null && this.#position < this.#loop.endSample
      ? this.#loop.endSample - this.#position
      : Infinity
  }

  /** Where too few samples follow the loop's end for a crossfade, it fades out before it. */
  #samplesToFadeEnd(): number {
    return this.#loop !== null && this.#hasTail(this.#loop) ? Infinity : this.#samplesToLoopEnd()
  }

  #hasTail({ endSample }: SampleLoop): boolean {
    return endSample + this.#ramp.length - 1 <= this.#samples.lengthSamples
  }

  /** Writes the next `count` samples of each channel; `frame` is the time at which the first of them sounds. */
  render(outputs: readonly Float32Array[], count: number, frame: number): void {
    if (this.#masking.shared.readIfNew(this.#masking.gains)) {
      applyGains(this.#masking, this.#hear)
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
      this.#match.restart()
      this.#isStale = true
    }
    if (this.#nextPosition !== null) {
      this.#position = this.#nextPosition
      this.#nextPosition = null
      this.#isMoving = false
    }
    if (this.#nextLoop !== null) {
      this.#loop = this.#nextLoop
      this.#nextLoop = null
    }
    if (this.#position >= this.#samples.lengthSamples) this.#wantsSound = false
    if (!this.#wantsSound) this.#isMoving = false
  }

  /** Looks ahead by a ramp, so that there are samples left to fade out with when the next page is late. */
  #canRead(count: number): boolean {
    const reach = this.#masking.stream.reachSamples
    const ahead = reach + count + this.#ramp.length
    if (!this.#samples.isLoaded(this.#position - reach, this.#position + ahead)) return false
    const loop = this.#loop
    if (loop === null || this.#position >= loop.endSample || this.#position + ahead < loop.endSample) return true
    return this.#samples.isLoaded(loop.startSample - reach, loop.startSample + ahead)
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
    const toEnd = Math.min(this.#samplesToLoopEnd(), this.#samples.lengthSamples - this.#position)
    const samples = Math.min(wanted, blockSamples, toEnd)
    return rises ? samples : Math.min(samples, this.#level)
  }

  #renderBlock(outputs: readonly Float32Array[], at: number, count: number, rises: boolean): void {
    this.#readBlock(count)
    const toLoopEnd = this.#samplesToLoopEnd()
    const toFadeEnd = this.#samplesToFadeEnd()
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
    if (count === toLoopEnd) this.#jumpToLoopStart()
    else if (this.#position === this.#samples.lengthSamples) this.#end()
  }

  #readBlock(count: number): void {
    const masking = this.#masking
    if (this.#isStale) {
      applyGains(masking, this.#hear)
      masking.stream.seek(this.#position)
      this.#isStale = false
    }
    masking.stream.read(this.#block, count)
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
      match.measure(this.#block, this.#original, count, this.#samplesToLoopEnd() !== Infinity)
    }
    match.apply(this.#block, count, this.#hear)
  }

  #jumpToLoopStart(): void {
    const { startSample, endSample } = this.#loop!
    if (this.#hasTail(this.#loop!)) {
      this.#tailSamples = this.#ramp.length - 1
      this.#masking.stream.read(this.#tail, this.#tailSamples)
    } else this.#level = 0
    this.#position = startSample
    this.#isStale = true
    this.#startRun(endSample)
    this.#match.completePass()
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
