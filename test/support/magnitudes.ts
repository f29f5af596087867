import type { SampleSource } from '@core/audio/sample-source'
import { MagnitudeAnalysis } from '@core/spectral/magnitudes'
import type { StftLayout } from '@core/spectral/stft-layout'

/** All of V, column after column. */
export function magnitudesOf(source: SampleSource, layout: StftLayout): Float32Array {
  const { binCount, columnCount } = layout
  const V = new Float32Array(binCount * columnCount)
  new MagnitudeAnalysis(source, layout).compute(0, columnCount, V, 0)
  return V
}
