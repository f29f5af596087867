import type { SampleSource } from '@core/audio/sample-source'

/** White noise in (−1, 1) by a linear congruential generator, which test/fixtures/bss-eval.py has too. */
export function noise(seed: number, count: number): Float64Array {
  let state = BigInt(seed)
  return Float64Array.from({ length: count }, () => {
    state = (state * 1664525n + 1013904223n) % 2n ** 32n
    return Number(state) / 2 ** 31 - 1
  })
}

/** y(t) = pole·y(t − 1) + x(t) */
export function smooth(signal: Float64Array, pole: number): Float64Array {
  let last = 0
  return signal.map((value) => (last = pole * last + value))
}

export function delayed(signal: Float64Array, samples: number): Float64Array {
  return signal.map((_, t) => (t < samples ? 0 : signal[t - samples]))
}

export function plus(...signals: readonly Float64Array[]): Float64Array {
  return signals[0].map((_, t) => signals.reduce((sum, signal) => sum + signal[t], 0))
}

export function times(factor: number, signal: Float64Array): Float64Array {
  return signal.map((value) => factor * value)
}

/** Signals as the channels of a recording. */
export function doubleSource(channels: readonly Float64Array[]): SampleSource {
  return {
    channelCount: channels.length,
    lengthSamples: channels[0].length,
    read(channel, start, out) {
      for (let i = 0; i < out.length; i++) out[i] = channels[channel][start + i] ?? 0
    }
  }
}
