import { int16Data, makeTone, makeWav } from './make-audio'

export const stereoRecording = { leftHertz: 330, rightHertz: 880, aloneSeconds: 1.5, seconds: 4 } as const

/** A low tone on the left, for a while alone, then with a high one on the right; both come and go. 16 bit, 44.1 kHz. */
export function makeStereoRecording(): Uint8Array {
  const sampleRate = 44_100
  const { leftHertz, rightHertz, aloneSeconds, seconds } = stereoRecording
  const count = Math.round(seconds * sampleRate)
  const low = makeTone(leftHertz, sampleRate, count, 0.4)
  const high = makeTone(rightHertz, sampleRate, count, 0.4)
  const isOn = (i: number, period: number): boolean => i % (2 * period) < period
  const values = Array.from({ length: count }, (_, i) => {
    const left = isOn(i, 13_000) ? low[i]! : 0
    const right = i > aloneSeconds * sampleRate && isOn(i, 9000) ? high[i]! : 0
    return [left, right].map((value) => Math.round(32767 * value))
  })
  return makeWav({ sampleRate, channelCount: 2, data: int16Data(values.flat()) })
}
