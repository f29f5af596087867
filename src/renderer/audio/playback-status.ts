/** What the audio thread tells the window about where it is. Frames count the context's time, samples the clip's. */
export interface PlaybackState {
  /** the clip's sample that is rendered next */
  positionSample: number
  /** whether rendering moves: false when paused, at the end, and while it waits for samples */
  isMoving: boolean
  /** a run is an uninterrupted stretch of the clip: it began with this sample, at this time */
  runStartSample: number
  runStartFrame: number
  /** where the run before ended, if it was heard right up to this one (a loop); NaN otherwise */
  previousRunEnd: number
  /** the number of the last transport command that was carried out */
  commandNumber: number
  dropoutCount: number
  /** the factor by which matching the levels changes what is heard */
  matchGain: number
}

const enum Field {
  Position,
  Moving,
  RunStartSample,
  RunStartFrame,
  PreviousRunEnd,
  Command,
  Dropouts,
  MatchGain,
  Count
}

const headerBytes = 8
const maxReadAttempts = 100

/** A PlaybackState and the channels' peaks in shared memory: the audio thread writes, the window reads. */
export class PlaybackStatus {
  readonly #sequence: Int32Array
  readonly #fields: Float64Array
  /** per channel the bits of a float32 ≥ 0, which are in the order of the numbers: the highest since it was taken */
  readonly #peakBits: Int32Array
  readonly #number = new Float32Array(1)
  readonly #bits = new Int32Array(this.#number.buffer)

  constructor(readonly buffer: SharedArrayBuffer) {
    this.#sequence = new Int32Array(buffer, 0, 1)
    this.#fields = new Float64Array(buffer, headerBytes, Field.Count)
    this.#peakBits = new Int32Array(buffer, headerBytes + this.#fields.byteLength)
  }

  static create(channelCount: number): PlaybackStatus {
    const bytes = headerBytes + Field.Count * Float64Array.BYTES_PER_ELEMENT
    const status = new PlaybackStatus(new SharedArrayBuffer(bytes + channelCount * Float32Array.BYTES_PER_ELEMENT))
    status.#fields[Field.MatchGain] = 1
    return status
  }

  /** Keeps an absolute value until it is taken, unless there is a higher one. */
  holdPeak(channel: number, peak: number): void {
    this.#number[0] = peak
    const bits = this.#bits[0]!
    // It fails only where the window takes the peak in between, and then there is none.
    for (let held = Atomics.load(this.#peakBits, channel); held < bits;) {
      const found = Atomics.compareExchange(this.#peakBits, channel, held, bits)
      if (found === held) return
      held = found
    }
  }

  /** Per channel the highest absolute value since the last call: none is missed, however seldom it is called. */
  takePeaks(): number[] {
    return Array.from(this.#peakBits, (_, channel) => {
      this.#bits[0] = Atomics.exchange(this.#peakBits, channel, 0)
      return this.#number[0]!
    })
  }

  write(state: Readonly<PlaybackState>): void {
    const fields = this.#fields
    Atomics.add(this.#sequence, 0, 1)
    fields[Field.Position] = state.positionSample
    fields[Field.Moving] = state.isMoving ? 1 : 0
    fields[Field.RunStartSample] = state.runStartSample
    fields[Field.RunStartFrame] = state.runStartFrame
    fields[Field.PreviousRunEnd] = state.previousRunEnd
    fields[Field.Command] = state.commandNumber
    fields[Field.Dropouts] = state.dropoutCount
    fields[Field.MatchGain] = state.matchGain
    Atomics.add(this.#sequence, 0, 1)
  }

  /** A consistent reading: what was written at one time. */
  read(): PlaybackState {
    const fields = this.#fields
    for (let attempt = 0; ; attempt++) {
      const sequence = Atomics.load(this.#sequence, 0)
      const state = {
        positionSample: fields[Field.Position]!,
        isMoving: fields[Field.Moving] === 1,
        runStartSample: fields[Field.RunStartSample]!,
        runStartFrame: fields[Field.RunStartFrame]!,
        previousRunEnd: fields[Field.PreviousRunEnd]!,
        commandNumber: fields[Field.Command]!,
        dropoutCount: fields[Field.Dropouts]!,
        matchGain: fields[Field.MatchGain]!
      }
      const isWhole = sequence % 2 === 0 && Atomics.load(this.#sequence, 0) === sequence
      if (isWhole || attempt === maxReadAttempts) return state
    }
  }
}
