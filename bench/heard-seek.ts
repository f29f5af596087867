import type { Page } from 'playwright-core'
import { heardSamples } from '../test/support/heard-audio'

interface Watched {
  unweaveTap?: AnalyserNode
  unweavePressedAt?: number
}

/** Long enough for a slow seek, and less than the 0.74 s that the analyser holds. */
const listenMilliseconds = 600
/** As much silence is a wait for samples; a loaded place only dips for a moment. */
const waitSamples = 32
const dipSamples = 64

/** Keeps the context's time of each release of the pointer, which is when a click seeks. */
export async function watchPointer(window: Page): Promise<void> {
  await window.evaluate(() => {
    const watched = globalThis as Watched
    addEventListener('pointerup', () => (watched.unweavePressedAt = watched.unweaveTap!.context.currentTime), true)
  })
}

/**
 * Milliseconds from the last click to the sound of the place it sought, while it plays: the output fades out, is silent until the
 * samples are there, and fades in. The context's clock moves in steps of its buffer, about 20 ms: so exact is the answer.
 */
export async function millisecondsUntilSought(window: Page): Promise<number> {
  await window.waitForTimeout(listenMilliseconds)
  const { samples, endSeconds } = await heardSamples(window)
  const { pressedAt, sampleRate } = await window.evaluate(() => {
    const { unweaveTap, unweavePressedAt } = globalThis as Watched
    return { pressedAt: unweavePressedAt!, sampleRate: unweaveTap!.context.sampleRate }
  })
  const output = samples.subarray(-Math.round((endSeconds - pressedAt) * sampleRate))
  return (endOfSilence(output) / sampleRate) * 1000
}

function endOfSilence(output: Float32Array): number {
  let [run, longest, end] = [0, 0, 0]
  output.forEach((sample, i) => {
    run = sample === 0 ? run + 1 : 0
    if (run > longest) [longest, end] = [run, i + 1]
  })
  return longest >= waitSamples ? end : quietest(output)
}

function quietest(output: Float32Array): number {
  let [least, at] = [Infinity, 0]
  for (let from = 0; from + dipSamples <= output.length; from += dipSamples / 4) {
    const power = output.subarray(from, from + dipSamples).reduce((sum, x) => sum + x * x, 0)
    if (power < least) [least, at] = [power, from + dipSamples]
  }
  return at
}
