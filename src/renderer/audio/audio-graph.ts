import { AppError } from '@core/errors'
import workletUrl from './mask-worklet.ts?worker&url'
import { processorName, type FromWorklet, type MaskWorkletOptions, type ToWorklet } from './worklet-protocol'

/** Channel counts that the Web Audio API knows how to mix down to the device's. */
const mixableChannelCounts = [1, 2, 4, 6]
const startMilliseconds = 3000
/** Twice the least that browsers use: what a busy processor may keep the audio thread waiting. A toggle is heard as much later. */
const bufferSeconds = 0.02

/** An audio context at the clip's own rate, so that nothing is resampled here, with the mask worklet in it. */
export class AudioGraph {
  private constructor(
    private readonly context: AudioContext,
    private readonly node: AudioWorkletNode
  ) {}

  /** @throws AppError 'audio-output-failed' {sampleRate} or {channelCount} where the system cannot play such a clip */
  static async create(
    sampleRate: number,
    options: MaskWorkletOptions,
    listeners: { onMessage(message: FromWorklet): void; onFailure(): void }
  ): Promise<AudioGraph> {
    await audioServiceStarted()
    const context = createContext(sampleRate)
    try {
      await context.audioWorklet.addModule(workletUrl)
      const node = createNode(context, options)
      node.port.onmessage = (event: MessageEvent<FromWorklet>) => listeners.onMessage(event.data)
      node.onprocessorerror = () => listeners.onFailure()
      connectToOutput(context, node, options.channelCount)
      return new AudioGraph(context, node)
    } catch (thrown) {
      void context.close()
      throw thrown
    }
  }

  post(message: ToWorklet): void {
    this.node.port.postMessage(message)
  }

  /** Starts the output; does nothing where it runs. */
  async resume(): Promise<void> {
    if (this.context.state === 'running') return
    let timer: ReturnType<typeof setTimeout> | undefined
    const late = new Promise<false>((resolve) => (timer = setTimeout(() => resolve(false), startMilliseconds)))
    const started = this.context.resume().then(() => true)
    const isRunning = await Promise.race([started, late]).finally(() => clearTimeout(timer))
    if (!isRunning) throw new AppError('audio-output-failed', `the audio context stays ${this.context.state}`)
  }

  async suspend(): Promise<void> {
    if (this.context.state === 'running') await this.context.suspend()
  }

  /** The context's frame that leaves the loudspeaker now. */
  heardFrame(): number {
    const { contextTime, performanceTime } = this.context.getOutputTimestamp()
    const { currentTime, outputLatency, sampleRate } = this.context
    const seconds =
      contextTime && performanceTime
        ? contextTime + (performance.now() - performanceTime) / 1000
        : currentTime - (outputLatency || 0)
    return Math.min(seconds, currentTime) * sampleRate
  }

  close(): void {
    this.post({ type: 'close' })
    this.node.port.onmessage = null
    this.node.onprocessorerror = null
    this.node.disconnect()
    void this.context.close()
  }
}

/**
 * The first audio context of a program waits for the audio service to be started, 40–200 ms in which the window would stand
 * still. Asking whether the default output may be used starts the service too, without anyone waiting.
 */
async function audioServiceStarted(): Promise<void> {
  await new Audio().setSinkId('default').catch(() => undefined)
}

function createContext(sampleRate: number): AudioContext {
  try {
    return new AudioContext({ sampleRate, latencyHint: bufferSeconds })
  } catch (thrown) {
    throw new AppError('audio-output-failed', String(thrown), { sampleRate }, { cause: thrown })
  }
}

function createNode(context: AudioContext, options: MaskWorkletOptions): AudioWorkletNode {
  const { channelCount } = options
  try {
    return new AudioWorkletNode(context, processorName, {
      numberOfInputs: 0,
      numberOfOutputs: 1,
      outputChannelCount: [channelCount],
      processorOptions: options
    })
  } catch (thrown) {
    throw new AppError('audio-output-failed', String(thrown), { channelCount }, { cause: thrown })
  }
}

/** The browser mixes the usual layouts down; of any other it would drop channels, so all of them go to the middle, equally loud. */
function connectToOutput(context: AudioContext, node: AudioWorkletNode, channelCount: number): void {
  const { destination } = context
  destination.channelCount = Math.max(1, Math.min(destination.maxChannelCount, Math.max(2, channelCount)))
  if (mixableChannelCounts.includes(channelCount) || destination.channelCount >= channelCount) {
    node.connect(destination)
    return
  }
  const splitter = context.createChannelSplitter(channelCount)
  const middle = new GainNode(context, { gain: 1 / channelCount })
  node.connect(splitter)
  for (let channel = 0; channel < channelCount; channel++) splitter.connect(middle, channel, 0)
  middle.connect(destination)
}
