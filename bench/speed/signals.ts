import { createRandom } from '@core/math/random'

/** Mono signals of a few minutes, made by code from what the repository has. */

/** The recording again and again, each time a little higher or lower, until it is long enough. */
export function transposedCopies(recording: Float32Array, lengthSamples: number): Float32Array {
  const signal = new Float32Array(lengthSamples)
  let written = 0
  for (let copy = 0; written < lengthSamples; copy++) {
    const speed = 2 ** (((copy * 5) % 12) / 12 - 0.5)
    const count = Math.min(lengthSamples - written, Math.floor((recording.length - 2) / speed))
    for (let i = 0; i < count; i++) {
      const place = i * speed
      const index = Math.floor(place)
      const fraction = place - index
      signal[written + i] = recording[index]! * (1 - fraction) + recording[index + 1]! * fraction
    }
    written += count
  }
  return signal
}

/** Decaying notes of twelve pitches with eight partials each, struck at random, over bursts of noise twice a second. */
export function synthesizeMixture(lengthSamples: number, sampleRate: number): Float32Array {
  const random = createRandom(7)
  const signal = new Float32Array(lengthSamples)
  const noteCount = Math.floor((6 * lengthSamples) / sampleRate)
  for (let note = 0; note < noteCount; note++) {
    const first = Math.floor(random() * lengthSamples)
    const pitchHertz = 110 * 2 ** (Math.floor(random() * 24) / 12)
    const level = 0.02 + 0.1 * random()
    const end = Math.min(lengthSamples, first + sampleRate)
    for (let partial = 1; partial <= 8; partial++) {
      const step = (2 * Math.PI * pitchHertz * partial) / sampleRate
      for (let i = first; i < end; i++) {
        signal[i]! +=
          (level / partial) * Math.exp((-4 * partial ** 0.5 * (i - first)) / sampleRate) * Math.sin(step * (i - first))
      }
    }
  }
  for (let first = 0; first < lengthSamples; first += sampleRate / 2) {
    for (let i = 0; i < sampleRate / 8 && first + i < lengthSamples; i++) {
      signal[first + i]! += 0.1 * (random() - 0.5) * Math.exp((-30 * i) / sampleRate)
    }
  }
  for (let i = 0; i < lengthSamples; i++) signal[i]! += 1e-5 * (random() - 0.5)
  return signal
}
