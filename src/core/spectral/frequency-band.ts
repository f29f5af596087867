/** The frequencies between two limits. */
export interface FrequencyBand {
  readonly lowHertz: number
  readonly highHertz: number
}

/** Steeper than this, a filter rings for longer than the window and comes back at its other end. */
const leastEdgeBins = 3
/** a third of a semitone */
const edgeRatio = 2 ** (1 / 36)

/**
 * Weights of the bins that let a band through: 1 inside it, raised-cosine edges outside it, 0 beyond. Each edge is a third of a
 * semitone wide, and never less than 3 bins. A band that begins at 0 Hz or ends at the Nyquist frequency has no edge there.
 *
 * @param weights (window/2 + 1), written
 */
export function writeBandWeights(weights: Float32Array, band: FrequencyBand, sampleRate: number): void {
  const binHertz = sampleRate / (2 * (weights.length - 1))
  const leastHertz = leastEdgeBins * binHertz
  const { lowHertz, highHertz } = band
  const lowEdgeHertz = Math.max(leastHertz, lowHertz - lowHertz / edgeRatio)
  const highEdgeHertz = Math.max(leastHertz, highHertz * edgeRatio - highHertz)
  for (let bin = 0; bin < weights.length; bin++) {
    const hertz = bin * binHertz
    const outside = Math.max((lowHertz - hertz) / lowEdgeHertz, (hertz - highHertz) / highEdgeHertz)
    weights[bin] = outside <= 0 ? 1 : outside >= 1 ? 0 : (1 + Math.cos(Math.PI * outside)) / 2
  }
}
