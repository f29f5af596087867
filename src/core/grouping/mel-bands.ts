const lowestHertz = 30
const highestHertz = 16_000
export const melBandCount = 40
export const cepstrumCount = 12
const floor = 1e-3

/** Mel-frequency bands over the bins of a spectrum, and the cepstrum that they give. */
export interface MelBands {
  /** 20·log10 of each band over the largest one, floor −60 dB; (40) */
  decibels(w: Float32Array | Float64Array): Float64Array
}

interface Band {
  readonly firstBin: number
  readonly weights: Float64Array
}

/**
 * 40 triangular bands, evenly spaced from 30 to 16000 Hz on the mel scale 2595·log10(1 + f/700), each of which sums to 1; none is
 * narrower than a bin. A band above half of the sample rate is empty.
 *
 * @see Young et al. 2006, The HTK Book, section 5.4
 */
export function createMelBands(sampleRate: number, windowSamples: number): MelBands {
  const binHertz = sampleRate / windowSamples
  const binCount = windowSamples / 2 + 1
  const mel = (hertz: number): number => 2595 * Math.log10(1 + hertz / 700)
  const hertzAt = (index: number): number => {
    const place = mel(lowestHertz) + ((mel(highestHertz) - mel(lowestHertz)) * index) / (melBandCount + 1)
    return 700 * (10 ** (place / 2595) - 1)
  }
  const bands = Array.from({ length: melBandCount }, (_, index): Band => {
    const [low, centre, high] = [hertzAt(index), hertzAt(index + 1), hertzAt(index + 2)]
    const rise = Math.max(centre - low, binHertz)
    const fall = Math.max(high - centre, binHertz)
    const firstBin = Math.max(0, Math.ceil((centre - rise) / binHertz))
    const lastBin = Math.min(binCount - 1, Math.floor((centre + fall) / binHertz))
    const weights = Float64Array.from({ length: Math.max(0, lastBin - firstBin + 1) }, (_, i) => {
      const hertz = (firstBin + i) * binHertz
      return Math.max(0, Math.min((hertz - (centre - rise)) / rise, (centre + fall - hertz) / fall))
    })
    const sum = weights.reduce((total, weight) => total + weight, 0)
    return { firstBin, weights: weights.map((weight) => weight / (sum + 1e-9)) }
  })
  return {
    decibels(w) {
      const energies = bands.map(({ firstBin, weights }) => {
        let sum = 0
        for (let i = 0; i < weights.length; i++) sum += weights[i] * w[firstBin + i]
        return sum
      })
      const largest = Math.max(...energies) + 1e-12
      return Float64Array.from(energies, (energy) => 20 * Math.log10(energy / largest + floor))
    }
  }
}

/**
 * Coefficients 1 … 12 of the orthonormal DCT-II of the bands' decibels.
 *
 * @param decibels (40)
 * @see   Davis & Mermelstein 1980, IEEE Trans. ASSP 28(4)
 */
export function melCepstrum(decibels: Float64Array): Float64Array {
  const count = decibels.length
  return Float64Array.from({ length: cepstrumCount }, (_, index) => {
    let sum = 0
    for (let i = 0; i < count; i++) sum += decibels[i] * Math.cos((Math.PI * (index + 1) * (i + 0.5)) / count)
    return sum * Math.sqrt(2 / count)
  })
}
