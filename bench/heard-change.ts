import type { Page } from 'playwright-core'
import type { AudioClip } from '@core/audio/audio-clip'
import { heardSamples } from '../test/support/heard-audio'

interface Tap {
  unweaveTap?: AnalyserNode
}

/** Samples by which a stretch of output is found in the recording. */
const probeSamples = 512
const tolerance = 1e-5

/**
 * Presses a button while the recording is heard unchanged, and returns the milliseconds until the output is another one.
 * `tapOutput` must have been called before the recording was opened. The context's clock moves in steps of its buffer, about
 * 10 ms: so exact is the answer.
 *
 * @returns null where the output shows no change, or does not begin as the recording
 */
export async function millisecondsUntilHeard(window: Page, clip: AudioClip, label: string): Promise<number | null> {
  const { output, startsAfter } = await press(window, clip, label)
  const mono = mean(clip)
  const start = find(mono, output.subarray(0, probeSamples))
  if (start === null) return null
  const index = output.findIndex((sample, i) => Math.abs(sample - mono[start + i]!) > tolerance)
  return index === -1 ? null : startsAfter + (index / clip.sampleRate) * 1000
}

/**
 * Presses a button after which the recording is heard unchanged again, and returns the milliseconds until nothing of what was
 * heard before is left. See `millisecondsUntilHeard`.
 */
export async function millisecondsUntilRestored(window: Page, clip: AudioClip, label: string): Promise<number | null> {
  return millisecondsOfChange(await press(window, clip, label), clip)
}

/** When what ends as the recording became it; null where it does not end so. */
export function millisecondsOfChange({ output, startsAfter }: Heard, clip: AudioClip): number | null {
  const mono = mean(clip)
  const end = find(mono, output.subarray(-probeSamples))
  if (end === null) return null
  const start = end + probeSamples - output.length
  const last = output.findLastIndex((sample, i) => Math.abs(sample - (mono[start + i] ?? Infinity)) > tolerance)
  return last === -1 ? null : startsAfter + ((last + 1) / clip.sampleRate) * 1000
}

/** What was heard around a press, and how many milliseconds after it that begins. */
interface Heard {
  readonly output: Float32Array
  readonly startsAfter: number
}

async function press(window: Page, { sampleRate }: AudioClip, label: string): Promise<Heard> {
  const pressedSeconds = await window.evaluate(async (name) => {
    const { context } = (globalThis as Tap).unweaveTap!
    const button = document.querySelector<HTMLElement>(`[aria-label="${name}"]`)!
    const pressedSeconds = context.currentTime
    button.click()
    await new Promise((resolve) => setTimeout(resolve, 400))
    return pressedSeconds
  }, label)
  const { samples, endSeconds } = await heardSamples(window)
  return { output: samples, startsAfter: (endSeconds - pressedSeconds - samples.length / sampleRate) * 1000 }
}

/** What an analyser makes of the channels. */
function mean({ channels, lengthSamples }: AudioClip): Float32Array {
  return Float32Array.from(
    { length: lengthSamples },
    (_, i) => channels.reduce((sum, channel) => sum + channel[i]!, 0) / channels.length
  )
}

/** Where a stretch of output lies in the recording. */
function find(mono: Float32Array, probe: Float32Array): number | null {
  for (let start = 0; start + probe.length <= mono.length; start++) {
    let isSame = true
    for (let i = 0; i < probe.length && isSame; i++) isSame = Math.abs(mono[start + i]! - probe[i]!) < tolerance
    if (isSame) return start
  }
  return null
}
