import type { SampleSource } from '../audio/sample-source'
import type { StftLayout } from '../spectral/stft-layout'
import type { Factors } from './factors'
import { MedianShares } from './median-shares'

const rank = 2
const blockColumns = 16

/**
 * Harmonic/percussive separation: factors whose masks are made of medians of the recording (see MedianShares). W and H picture
 * both components: their mean spectra, each with the sum 1, and their sums in each column. Yields the columns done after each
 * block; V is never kept.
 *
 * @see Fitzgerald 2010, Harmonic/percussive separation using median filtering, Proc. DAFx
 */
export function* separateMedians(options: {
  readonly source: SampleSource
  readonly layout: StftLayout
  readonly sampleRate: number
}): Generator<number, Factors> {
  const { source, layout, sampleRate } = options
  const { binCount, columnCount } = layout
  const medians = new MedianShares(source, layout, sampleRate)
  const shares = new Float64Array(binCount)
  const spectra = [new Float64Array(binCount), new Float64Array(binCount)]
  const H = new Float32Array(rank * columnCount)
  for (let column = 0; column < columnCount; column++) {
    medians.compute(column, shares)
    const { magnitudes } = medians
    let [harmonic, percussive] = [0, 0]
    for (let f = 0; f < binCount; f++) {
      const part = magnitudes[f] * shares[f]
      const rest = magnitudes[f] - part
      harmonic += part
      percussive += rest
      spectra[0][f] += part
      spectra[1][f] += rest
    }
    H[column] = harmonic
    H[columnCount + column] = percussive
    if ((column + 1) % blockColumns === 0 || column + 1 === columnCount) yield column + 1
  }
  const W = new Float32Array(rank * binCount)
  spectra.forEach((spectrum, k) => {
    const sum = spectrum.reduce((total, value) => total + value, 0)
    for (let f = 0; f < binCount; f++) W[k * binCount + f] = sum > 0 ? spectrum[f] / sum : 1 / binCount
  })
  return { rank, binCount, columnCount, model: { kind: 'medians' }, W, H }
}
