import type { Page } from 'playwright-core'

interface Tap {
  unweaveTap?: AnalyserNode
}

/**
 * Listens to what the page sends to its audio output, from the outside: every node that is connected to a destination from now
 * on is also connected to an analyser. Call it before a recording is opened.
 */
export async function tapOutput(window: Page): Promise<void> {
  await window.evaluate(() => {
    const connect = AudioNode.prototype.connect as (this: AudioNode, target: AudioNode) => AudioNode
    AudioNode.prototype.connect = function (this: AudioNode, target: AudioNode) {
      if (target instanceof AudioDestinationNode) {
        const analyser = target.context.createAnalyser()
        analyser.fftSize = 8192
        analyser.smoothingTimeConstant = 0
        connect.call(this, analyser)
        ;(globalThis as Tap).unweaveTap = analyser
      }
      return connect.call(this, target)
    } as AudioNode['connect']
  })
}

/** Root mean square of the last 0.19 s of output, in dBFS; −∞ for silence. */
export async function heardLevel(window: Page): Promise<number> {
  const power = await window.evaluate(() => {
    const analyser = (globalThis as Tap).unweaveTap
    if (analyser === undefined) throw new Error('nothing is connected to an audio output')
    const samples = new Float32Array(analyser.fftSize)
    analyser.getFloatTimeDomainData(samples)
    return samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length
  })
  return 10 * Math.log10(power)
}

/** Mean over a span of time of the output's power, in dBFS. */
export async function meanHeardLevel(window: Page, seconds: number): Promise<number> {
  let power = 0
  let count = 0
  for (const end = Date.now() + seconds * 1000; Date.now() < end; count++) {
    power += 10 ** ((await heardLevel(window)) / 10)
    await window.waitForTimeout(100)
  }
  return 10 * Math.log10(power / count)
}
