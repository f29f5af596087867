import type { Page } from 'playwright-core'

/** The most that an analyser holds: 0.74 s at 44.1 kHz. */
const tapSamples = 32768
const levelSamples = 8192

interface Tap {
  unweaveTap?: AnalyserNode
}

/**
 * Listens to what the page sends to its audio output, from the outside: every node that is connected to a destination from now
 * on is also connected to an analyser. Call it before a recording is opened.
 */
export async function tapOutput(window: Page): Promise<void> {
  await window.evaluate((tapSamples) => {
    const connect = AudioNode.prototype.connect as (this: AudioNode, target: AudioNode) => AudioNode
    AudioNode.prototype.connect = function (this: AudioNode, target: AudioNode) {
      if (target instanceof AudioDestinationNode) {
        const analyser = target.context.createAnalyser()
        analyser.fftSize = tapSamples
        analyser.smoothingTimeConstant = 0
        connect.call(this, analyser)
        ;(globalThis as Tap).unweaveTap = analyser
      }
      return connect.call(this, target)
    } as AudioNode['connect']
  }, tapSamples)
}

/** Root mean square of the last 0.19 s of output, in dBFS; −∞ for silence. */
export async function heardLevel(window: Page): Promise<number> {
  return 10 * Math.log10((await heardPower(window, levelSamples)).power)
}

/**
 * Mean over at least a span of time of the output's power, in dBFS. Takes pieces that touch one another, so that nothing
 * between them is missed, however slowly this program is served.
 */
export async function meanHeardLevel(window: Page, seconds: number): Promise<number> {
  let power = 0
  let count = 0
  let { endSeconds: next } = await heardPower(window, 1)
  const end = next + seconds
  while (next < end) {
    await window.waitForTimeout(50)
    const piece = await heardPower(window, tapSamples)
    if (piece.endSeconds < next + piece.lengthSeconds) continue
    power += piece.power
    count++
    next = piece.endSeconds
  }
  return 10 * Math.log10(power / count)
}

interface HeardPiece {
  readonly power: number
  readonly lengthSeconds: number
  /** the audio context's time at its end */
  readonly endSeconds: number
}

function heardPower(window: Page, count: number): Promise<HeardPiece> {
  return window.evaluate((count) => {
    const analyser = (globalThis as Tap).unweaveTap
    if (analyser === undefined) throw new Error('nothing is connected to an audio output')
    const samples = new Float32Array(analyser.fftSize)
    analyser.getFloatTimeDomainData(samples)
    const power = samples.slice(-count).reduce((sum, sample) => sum + sample * sample, 0) / count
    const { sampleRate, currentTime } = analyser.context
    return { power, lengthSeconds: count / sampleRate, endSeconds: currentTime }
  }, count)
}
