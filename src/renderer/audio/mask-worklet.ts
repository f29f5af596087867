import { DropoutMeter } from './dropout-meter'
import { MaskPlayback } from './mask-playback'
import { PagedSamples } from './paged-samples'
import { PlaybackStatus, type PlaybackState } from './playback-status'
import { warmUp } from './warm-up'
import { processorName, type FromWorklet, type MaskWorkletOptions, type ToWorklet } from './worklet-protocol'

/** The audio thread's side of the player: adapts MaskPlayback to the Web Audio API. */
class MaskProcessor extends AudioWorkletProcessor {
  readonly #samples: PagedSamples
  readonly #playback: MaskPlayback
  readonly #status: PlaybackStatus
  readonly #dropouts = new DropoutMeter()
  readonly #state: PlaybackState
  #lastCommand = 0
  #wasActive = false
  #isOpen = true

  constructor({ processorOptions }: { processorOptions: MaskWorkletOptions }) {
    super()
    warmUp(processorOptions.channelCount, sampleRate)
    this.#samples = new PagedSamples(processorOptions.channelCount, processorOptions.lengthSamples)
    this.#playback = new MaskPlayback(this.#samples, sampleRate)
    this.#status = new PlaybackStatus(processorOptions.status)
    this.#state = this.#status.read()
    for (const message of processorOptions.messages) this.#receive(message)
    this.port.onmessage = (event: MessageEvent<ToWorklet>) => this.#receive(event.data)
  }

  process(_inputs: Float32Array[][], [output]: Float32Array[][]): boolean {
    if (!this.#isOpen) return false
    if (output === undefined || output.length === 0) return true
    const count = output[0]!.length
    this.#playback.render(output, count, currentFrame)
    this.#holdPeaks(output, count)
    this.#watchDropouts()
    this.#publish()
    this.#tellStop()
    return true
  }

  #receive(message: ToWorklet): void {
    switch (message.type) {
      case 'page':
        return this.#samples.setPage(message.index, message.buffer)
      case 'separation':
        return this.#playback.setSeparation(message.separation)
      case 'edits':
        return this.#playback.setEdits(message.edits)
      case 'hear':
        return this.#playback.setHear(message.hear)
      case 'shaping':
        return this.#playback.setShaping(message.shaping)
      case 'band':
        return this.#playback.setBand(message.band)
      case 'match-levels':
        return this.#playback.setMatching(message.isOn)
      case 'transport':
        this.#lastCommand = message.number
        return this.#playback.command(message.command)
      case 'close':
        this.#isOpen = false
    }
  }

  #holdPeaks(output: readonly Float32Array[], count: number): void {
    for (let channel = 0; channel < output.length; channel++) {
      const samples = output[channel]!
      let peak = 0
      for (let i = 0; i < count; i++) peak = Math.max(peak, Math.abs(samples[i]!))
      this.#status.holdPeak(channel, peak)
    }
  }

  #watchDropouts(): void {
    // Waiting for samples is no dropout: rendering goes on meanwhile.
    if (this.#playback.isPlaying) this.#dropouts.observe(currentTime, Date.now() / 1000)
    else this.#dropouts.restart()
  }

  #publish(): void {
    const state = this.#state
    const playback = this.#playback
    state.positionSample = playback.position
    state.isMoving = playback.isMoving
    state.runStartSample = playback.runStartSample
    state.runStartFrame = playback.runStartFrame
    state.previousRunEnd = playback.previousRunEnd
    state.dropoutCount = this.#dropouts.count
    state.matchGain = playback.matchGain
    if (!playback.hasChangePending) state.commandNumber = this.#lastCommand
    this.#status.write(state)
  }

  #tellStop(): void {
    const isActive = this.#playback.isPlaying || this.#playback.isMoving
    if (this.#wasActive && !isActive) {
      const reason = this.#playback.position >= this.#samples.lengthSamples ? 'ended' : 'paused'
      this.port.postMessage({ type: 'stopped', reason, commandNumber: this.#lastCommand } satisfies FromWorklet)
    }
    this.#wasActive = isActive
  }
}

registerProcessor(processorName, MaskProcessor)
