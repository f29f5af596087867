import { Fft } from '@core/spectral/fft'
import type { Dice } from '../score/dice'
import { sampleRate, stereoSilence, type StereoSignal } from '../sound/stereo-signal'

const fftSamples = 2 ** 17
const longestSeconds = 1

/** A room as its answer to a click, of energy 1 in each channel, without the click itself. */
export interface Room {
  readonly response: StereoSignal
  /** level of its answer beside the direct sound */
  readonly wetDecibels: number
}

/**
 * Noise that falls by 60 dB in 0.15 … 1.6 s after a gap of 1 … 20 ms, another in each channel.
 *
 * @see Moorer 1979, About this reverberation business, Computer Music Journal 3(2)
 */
export function randomRoom(dice: Dice): Room {
  const fallSeconds = dice.uniform(0.15, 1.6)
  const gap = Math.floor(dice.uniform(0.001, 0.02) * sampleRate)
  const wetDecibels = dice.uniform(-26, -5)
  const length = Math.ceil(Math.min(1.2 * fallSeconds, longestSeconds) * sampleRate)
  const channel = (): Float32Array => {
    const noise = Float32Array.from({ length }, (_, t) =>
      t < gap ? 0 : dice.normal(1) * 10 ** ((-3 * t) / (sampleRate * fallSeconds))
    )
    const energy = noise.reduce((sum, x) => sum + x * x, 0)
    return noise.map((x) => x / Math.sqrt(energy))
  }
  return { response: { left: channel(), right: channel() }, wetDecibels }
}

/** The signal and its sound in the room: each channel by itself, as long as before. */
export function inRoom(signal: StereoSignal, { response, wetDecibels }: Room): StereoSignal {
  const gain = 10 ** (wetDecibels / 20)
  const fft = new Fft(fftSamples)
  const [packed, spectrum, answer] = [0, 1, 2].map(() => new Float64Array(2 * fftSamples))
  pack(response, 0, fftSamples, packed)
  fft.forward(packed, answer)
  const blockSamples = fftSamples - response.left.length
  const lengthSamples = signal.left.length
  const wet = stereoSilence(lengthSamples)
  for (let from = 0; from < lengthSamples; from += blockSamples) {
    pack(signal, from, blockSamples, packed)
    fft.forward(packed, spectrum)
    multiplyChannels(spectrum, answer)
    fft.inverse(spectrum, packed)
    const count = Math.min(fftSamples, lengthSamples - from)
    for (let t = 0; t < count; t++) {
      wet.left[from + t] += packed[2 * t]
      wet.right[from + t] += packed[2 * t + 1]
    }
  }
  return {
    left: signal.left.map((x, t) => x + gain * wet.left[t]),
    right: signal.right.map((x, t) => x + gain * wet.right[t])
  }
}

/** left + i·right of a stretch, zeros behind it. */
function pack({ left, right }: StereoSignal, from: number, count: number, packed: Float64Array): void {
  packed.fill(0)
  const end = Math.min(count, left.length - from)
  for (let t = 0; t < end; t++) {
    packed[2 * t] = left[from + t]
    packed[2 * t + 1] = right[from + t]
  }
}

/** With X = L + iR and A likewise: X becomes L·A_L + i·R·A_R. L(f) = (X(f) + conj X(−f))/2, iR(f) = (X(f) − conj X(−f))/2. */
function multiplyChannels(X: Float64Array, A: Float64Array): void {
  const size = X.length / 2
  for (let f = 0; f <= size / 2; f++) {
    const mirror = (size - f) % size
    const x = splitChannels(X, f, mirror)
    const a = splitChannels(A, f, mirror)
    const left = product(x.left, a.left)
    const right = product(x.right, a.right)
    // L + iR, and conj L + i·conj R in the mirror
    X[2 * f] = left[0] - right[1]
    X[2 * f + 1] = left[1] + right[0]
    if (mirror === f) continue
    X[2 * mirror] = left[0] + right[1]
    X[2 * mirror + 1] = -left[1] + right[0]
  }
}

type Complex = readonly [number, number]

function splitChannels(X: Float64Array, f: number, mirror: number): { left: Complex; right: Complex } {
  const [re, im, mirrorRe, mirrorIm] = [X[2 * f], X[2 * f + 1], X[2 * mirror], X[2 * mirror + 1]]
  return {
    left: [(re + mirrorRe) / 2, (im - mirrorIm) / 2],
    right: [(im + mirrorIm) / 2, (mirrorRe - re) / 2]
  }
}

function product([a, b]: Complex, [c, d]: Complex): Complex {
  return [a * c - b * d, a * d + b * c]
}
