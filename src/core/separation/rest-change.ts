import type { SampleSource } from '../audio/sample-source'
import { MagnitudeAnalysis } from '../spectral/magnitudes'
import type { StftLayout } from '../spectral/stft-layout'
import type { ComponentMask } from './jobs'
import { FactorMasks } from './masks-of-factors'

const mostColumns = 2000

/**
 * How much all other components together change when some give way to others: 10·log10 of Σ V²·(m′ − m)² / Σ V²·m² over at most 2000
 * evenly spread columns, m and m′ being the masks of all that stays. Yields after each column.
 *
 * @returns decibels; −∞ when nothing changes, or nothing else is there
 */
export function* measureRestChange(options: {
  readonly source: SampleSource
  readonly layout: StftLayout
  /** the components that go, and those in their place */
  readonly former: ComponentMask
  readonly next: ComponentMask
}): Generator<void, number> {
  const { source, layout } = options
  const { binCount, columnCount } = layout
  const [before, after] = [options.former, options.next].map(({ factors, indices }) => ({
    masks: new FactorMasks(factors),
    gains: Float32Array.from({ length: factors.rank }, (_, k) => (indices.includes(k) ? 0 : 1)),
    mask: new Float32Array(binCount)
  }))
  const analysis = new MagnitudeAnalysis(source, layout)
  const magnitudes = new Float32Array(source.channelCount * binCount)
  const stride = Math.max(1, columnCount / mostColumns)
  let change = 0
  let whole = 0
  for (let at = 0; at < columnCount; at += stride) {
    const column = Math.floor(at)
    analysis.computeChannels(column, 1, magnitudes, 0)
    for (let channel = 0; channel < source.channelCount; channel++) {
      for (const { masks, gains, mask } of [before, after]) masks.compute(column, channel, gains, mask)
      for (let f = 0; f < binCount; f++) {
        const magnitude = magnitudes[channel * binCount + f]
        change += (magnitude * (after.mask[f] - before.mask[f])) ** 2
        whole += (magnitude * before.mask[f]) ** 2
      }
    }
    yield
  }
  return whole > 0 ? 10 * Math.log10(change / whole) : -Infinity
}
