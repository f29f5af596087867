import type { Page } from 'playwright-core'
import type { AudioClip } from '@core/audio/audio-clip'
import type { RecordedSamples } from '@core/audio/sample-source'
import { heardSamples } from '../test/support/heard-audio'
import { millisecondsOfChange } from './heard-change'

interface Watched {
  unweaveTap?: AnalyserNode
  unweavePressedAt?: number
}

/** Long enough for a slow seek, and less than the 0.74 s that the analyser holds. */
const listenMilliseconds = 600
/** A click goes to a pixel, which is some seconds of two hours, and it plays on meanwhile. */
const marginSeconds = 20

/** Keeps the context's time of each release of the pointer, which is when a click seeks. */
export async function watchPointer(window: Page): Promise<void> {
  await window.evaluate(() => {
    const watched = globalThis as Watched
    addEventListener('pointerup', () => (watched.unweavePressedAt = watched.unweaveTap!.context.currentTime), true)
  })
}

/**
 * Milliseconds from the last click, which sought near `seconds`, until what is heard is the recording there, sample by sample.
 * The context's clock moves in steps of its buffer, about 20 ms: so exact is the answer.
 *
 * @returns null where it was not heard in time
 */
export async function millisecondsUntilSought(
  window: Page,
  recording: RecordedSamples,
  seconds: number
): Promise<number | null> {
  await window.waitForTimeout(listenMilliseconds)
  const { samples, endSeconds } = await heardSamples(window)
  const pressedSeconds = await window.evaluate(() => (globalThis as Watched).unweavePressedAt!)
  const startsAfter = (endSeconds - pressedSeconds - samples.length / recording.sampleRate) * 1000
  return millisecondsOfChange({ output: samples, startsAfter }, stretch(recording, seconds))
}

function stretch(recording: RecordedSamples, seconds: number): AudioClip {
  const { sampleRate, channelCount, lengthSamples } = recording
  const start = Math.max(0, Math.round((seconds - marginSeconds) * sampleRate))
  const count = Math.min(lengthSamples - start, 2 * marginSeconds * sampleRate)
  const channels = Array.from({ length: channelCount }, (_, channel) => {
    const samples = new Float32Array(count)
    recording.read(channel, start, samples)
    return samples
  })
  return { sampleRate, lengthSamples: count, channels }
}
