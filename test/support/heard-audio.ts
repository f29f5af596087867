import type { Page } from 'playwright-core'

/** The most that an analyser holds: 0.74 s at 44.1 kHz. */
const tapSamples = 32768

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
  const power = await window.evaluate(() => {
    const analyser = (globalThis as Tap).unweaveTap
    if (analyser === undefined) throw new Error('nothing is connected to an audio output')
    const samples = new Float32Array(analyser.fftSize)
    analyser.getFloatTimeDomainData(samples)
    return samples.slice(-8192).reduce((sum, sample) => sum + sample * sample, 0) / 8192
  })
  return 10 * Math.log10(power)
}

/** Mean over the next seconds of the output's power, in dBFS: every sample once, so that a loop is heard whole. */
export async function meanHeardLevel(window: Page, seconds: number): Promise<number> {
  const power = await window.evaluate(async (seconds) => {
    const analyser = (globalThis as Tap).unweaveTap
    if (analyser === undefined) throw new Error('nothing is connected to an audio output')
    const { context, fftSize } = analyser
    const samples = new Float32Array(fftSize)
    const frameNow = () => Math.round(context.currentTime * context.sampleRate)
    const wanted = Math.round(seconds * context.sampleRate)
    let last = frameNow()
    let [power, count] = [0, 0]
    while (count < wanted) {
      await new Promise((resolve) => setTimeout(resolve, 50))
      const now = frameNow()
      analyser.getFloatTimeDomainData(samples)
      // Later than the analyser reaches back: begin anew.
      if (now - last > fftSize) [power, count, last] = [0, 0, now]
      const fresh = samples.slice(fftSize - (now - last)).slice(0, wanted - count)
      power += fresh.reduce((sum, sample) => sum + sample * sample, 0)
      count += fresh.length
      last = now
    }
    return power / count
  }, seconds)
  return 10 * Math.log10(power)
}

/** The last 0.74 s of output, the mean of its channels, and the context's time at which they end. */
export async function heardSamples(window: Page): Promise<{ samples: Float32Array; endSeconds: number }> {
  const { base64, endSeconds } = await window.evaluate(() => {
    const analyser = (globalThis as Tap).unweaveTap
    if (analyser === undefined) throw new Error('nothing is connected to an audio output')
    const samples = new Float32Array(analyser.fftSize)
    analyser.getFloatTimeDomainData(samples)
    const bytes = new Uint8Array(samples.buffer)
    let text = ''
    for (let i = 0; i < bytes.length; i += 32_768) text += String.fromCharCode(...bytes.subarray(i, i + 32_768))
    return { base64: btoa(text), endSeconds: analyser.context.currentTime }
  })
  return { samples: new Float32Array(Uint8Array.from(Buffer.from(base64, 'base64')).buffer), endSeconds }
}
