import type { Factors } from './factors'
import { lagCountOf } from './factors'
import { templateOf } from './templates'

/** The templates as (rank × bins); a view where they are one column long, so not to be written to. */
export function componentSpectra(factors: Factors): Float32Array {
  if (lagCountOf(factors) === 1) return factors.W
  const { rank, binCount } = factors
  const spectra = new Float32Array(rank * binCount)
  for (let k = 0; k < rank; k++) spectra.set(templateOf(factors, k), k * binCount)
  return spectra
}
