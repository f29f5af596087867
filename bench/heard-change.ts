import type { Page } from 'playwright-core'
import type { AudioClip } from '@core/audio/audio-clip'

interface Tap {
  unweaveTap?: AnalyserNode
}

/** Samples by which a stretch of output is found in the recording. */
const probeSamples = 512

/**
 * Presses a button while the recording is heard unchanged, and returns the milliseconds until the output is another one.
 * `tapOutput` must have been called before the recording was opened. The context's clock moves in steps of its buffer, about
 * 10 ms: so exact is the answer.
 *
 * @returns null where the output shows no change, or does not begin as the recording
 */
export async function millisecondsUntilHeard(window: Page, clip: AudioClip, label: string): Promise<number | null> {
  const heard = await window.evaluate(async (name) => {
    const tap = (globalThis as Tap).unweaveTap!
    tap.fftSize = 32_768
    const button = document.querySelector<HTMLElement>(`[aria-label="${name}"]`)!
    const pressedAt = tap.context.currentTime
    button.click()
    await new Promise((resolve) => setTimeout(resolve, 400))
    const samples = new Float32Array(tap.fftSize)
    tap.getFloatTimeDomainData(samples)
    const bytes = new Uint8Array(samples.buffer)
    let text = ''
    for (let i = 0; i < bytes.length; i += 32_768) text += String.fromCharCode(...bytes.subarray(i, i + 32_768))
    return { base64: btoa(text), endsAt: tap.context.currentTime, pressedAt }
  }, label)
  const output = new Float32Array(Uint8Array.from(Buffer.from(heard.base64, 'base64')).buffer)
  const mono = mean(clip)
  const start = findStart(mono, output)
  if (start === null) return null
  const index = output.findIndex((sample, i) => Math.abs(sample - mono[start + i]!) > 1e-5)
  if (index === -1) return null
  const changedAt = heard.endsAt - (output.length - index) / clip.sampleRate
  return (changedAt - heard.pressedAt) * 1000
}

/** What an analyser makes of the channels. */
function mean({ channels, lengthSamples }: AudioClip): Float32Array {
  return Float32Array.from(
    { length: lengthSamples },
    (_, i) => channels.reduce((sum, channel) => sum + channel[i]!, 0) / channels.length
  )
}

function findStart(mono: Float32Array, heard: Float32Array): number | null {
  for (let start = 0; start + heard.length <= mono.length; start++) {
    let isSame = true
    for (let i = 0; i < probeSamples && isSame; i++) isSame = Math.abs(mono[start + i]! - heard[i]!) < 1e-5
    if (isSame) return start
  }
  return null
}
