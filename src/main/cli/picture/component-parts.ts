import { lagCountOf, type Factors } from '@core/separation/factors'

/** How much of a bin of a column is component k's, on a scale of the bin's own. */
export type ComponentPart = (k: number, bin: number, column: number) => number

/**
 * The parts that the components have in the spectrogram.
 *
 * @param shares component 0's share of each bin, 255 being all of it, for a model whose masks do not follow from W and H
 */
export function componentParts(factors: Factors, shares: Uint8Array | null): ComponentPart {
  const { binCount, columnCount, W, H } = factors
  if (shares !== null) {
    return (k, bin, column) => {
      const share = shares[column * binCount + bin]! / 255
      return k === 0 ? share : 1 - share
    }
  }
  const lagCount = lagCountOf(factors)
  return (k, bin, column) => {
    let part = 0
    for (let lag = 0; lag < Math.min(lagCount, column + 1); lag++) {
      part += W[(k * lagCount + lag) * binCount + bin]! * H[k * columnCount + column - lag]!
    }
    return part
  }
}
