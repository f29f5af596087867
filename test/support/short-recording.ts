import { writeFile } from 'node:fs/promises'
import { int16Data, makeTone, makeWav } from './make-audio'

const sampleRate = 44_100

/** A file of two tones that come and go, 16 bit mono: quickly decoded and quickly separated. */
export async function writeShortRecording(path: string, { seconds = 1, hertz = 330 } = {}): Promise<void> {
  await writeFile(path, shortRecording({ seconds, hertz }))
}

/** Its bytes. Recordings of the same length and different pitch are files of the same size. */
export function shortRecording({ seconds = 1, hertz = 330 } = {}): Uint8Array {
  const count = Math.round(seconds * sampleRate)
  const low = makeTone(hertz, sampleRate, count, 0.4)
  const high = makeTone(3.1 * hertz, sampleRate, count, 0.3)
  const isOn = (i: number, period: number): boolean => i % (2 * period) < period
  const values = Array.from({ length: count }, (_, i) =>
    Math.round(32767 * ((isOn(i, 9000) ? low[i]! : 0) + (isOn(i + 4000, 7000) ? high[i]! : 0)))
  )
  return makeWav({ sampleRate, data: int16Data(values) })
}
