import type { SampleSource } from '../audio/sample-source'
import { AppError } from '../errors'
import { MagnitudeAnalysis } from '../spectral/magnitudes'
import type { StftLayout } from '../spectral/stft-layout'
import { productModel, type Factors } from './factors'

const lowestHertz = 50
const blockColumns = 32
/** of the mean of a band's spectrum: no bin of a band is 0, or what sounds there once would belong to nobody */
const templateFloor = 1e-9

/**
 * First bin of each of n bands and the number of bins: logarithmically spaced from 50 Hz to the Nyquist frequency, the first
 * from 0 Hz on. Low bands that would be narrower than a bin get one.
 *
 * @throws AppError 'invalid-argument' {bandCount, mostBands}
 */
export function bandEdges(layout: StftLayout, bandCount: number, sampleRate: number): number[] {
  const { binCount, windowSamples } = layout
  if (!(Number.isInteger(bandCount) && bandCount >= 1 && bandCount <= binCount)) {
    throw new AppError('invalid-argument', `${bandCount} bands of ${binCount} bins`, { bandCount, mostBands: binCount })
  }
  const nyquist = sampleRate / 2
  const lowest = Math.min(lowestHertz, nyquist / 2)
  const edges = [0]
  for (let band = 1; band < bandCount; band++) {
    const hertz = lowest * (nyquist / lowest) ** (band / bandCount)
    const bin = Math.round((hertz * windowSamples) / sampleRate)
    edges.push(Math.min(Math.max(bin, edges[band - 1] + 1), binCount - (bandCount - band)))
  }
  return [...edges, binCount]
}

/**
 * A bank of band-pass filters as factors: component b owns the bins of band b and no others, so its soft mask is the band
 * itself and the bands add up to the recording. w_b is the band's mean spectrum, h_b its sum in each column. Yields the columns
 * done after each block; V is never kept.
 *
 * @throws AppError 'invalid-argument' {bandCount, mostBands}
 */
export function* separateBands(options: {
  readonly source: SampleSource
  readonly layout: StftLayout
  readonly bandCount: number
  readonly sampleRate: number
}): Generator<number, Factors> {
  const { source, layout, bandCount } = options
  const { binCount, columnCount } = layout
  const edges = bandEdges(layout, bandCount, options.sampleRate)
  const analysis = new MagnitudeAnalysis(source, layout)
  const block = new Float32Array(blockColumns * binCount)
  const spectrum = new Float64Array(binCount)
  const H = new Float32Array(bandCount * columnCount)
  for (let first = 0; first < columnCount; first += blockColumns) {
    const count = Math.min(blockColumns, columnCount - first)
    analysis.compute(first, count, block, 0)
    for (let column = 0; column < count; column++) {
      for (let band = 0; band < bandCount; band++) {
        let sum = 0
        for (let f = edges[band]; f < edges[band + 1]; f++) {
          sum += block[column * binCount + f]
          spectrum[f] += block[column * binCount + f]
        }
        H[band * columnCount + first + column] = sum
      }
    }
    yield first + count
  }
  return { rank: bandCount, binCount, columnCount, model: productModel, W: bandTemplates(spectrum, edges), H }
}

function bandTemplates(spectrum: Float64Array, edges: readonly number[]): Float32Array {
  const binCount = spectrum.length
  const W = new Float32Array((edges.length - 1) * binCount)
  for (let band = 0; band + 1 < edges.length; band++) {
    const bins = spectrum.subarray(edges[band], edges[band + 1])
    const sum = bins.reduce((total, value) => total + value, 0)
    const floor = (templateFloor * sum) / bins.length || 1
    const total = sum + floor * bins.length
    bins.forEach((value, i) => (W[band * binCount + edges[band] + i] = (value + floor) / total))
  }
  return W
}
