import type { RecordedSamples } from '@core/audio/sample-source'
import type { Factors } from '@core/separation/factors'
import type { Hint } from '@core/separation/hints'
import { FactorMasks } from '@core/separation/masks-of-factors'
import { MagnitudeAnalysis } from '@core/spectral/magnitudes'
import { columnStart, type StftLayout } from '@core/spectral/stft-layout'
import type { Item } from './item'

const boxSeconds = 0.3
const boxOctaves = 0.5
const lowestHertz = 40
/** A person paints where it can be seen whose a sound is. */
const leastTrueShare = 0.75

/**
 * The boxes that a person would paint who hears where a source leaks: of a grid of 0.3 s and half an octave, those that are mostly
 * of one source and where most of its energy is missing from it.
 *
 * @param labels source of each component
 */
export function leakBoxes(item: Item, factors: Factors, labels: ArrayLike<number>, boxCount: number): Hint[] {
  const { layout, sampleRate, sources, mixture } = item
  const mix = spectrogram(mixture, layout)
  const truths = sources.map(({ samples }) => spectrogram(samples, layout))
  const masks = new FactorMasks(factors)
  const gains = sources.map((_, j) => Float32Array.from({ length: factors.rank }, (_, k) => (labels[k] === j ? 1 : 0)))
  const { binCount, columnCount, windowSamples, hopSamples } = layout
  const columnsPerBox = Math.round((boxSeconds * sampleRate) / hopSamples)
  const binHertz = sampleRate / windowSamples
  const bandOf = (bin: number) =>
    Math.floor(Math.log2(Math.max(bin * binHertz, lowestHertz) / lowestHertz) / boxOctaves)
  const bandCount = bandOf(binCount - 1) + 1
  const boxes = new Map<number, { missing: Float64Array; energies: Float64Array }>()
  const mask = new Float32Array(binCount)
  for (let n = 0; n < columnCount; n++) {
    for (let j = 0; j < sources.length; j++) {
      masks.compute(n, 0, gains[j]!, mask)
      for (let f = 0; f < binCount; f++) {
        const key = Math.floor(n / columnsPerBox) * bandCount + bandOf(f)
        const box = boxes.get(key) ?? newBox(sources.length)
        boxes.set(key, box)
        const at = n * binCount + f
        const total = truths.reduce((sum, truth) => sum + truth[at]!, 1e-12)
        const share = truths[j]![at]! / total
        box.energies[j]! += truths[j]![at]! ** 2
        box.missing[j]! += Math.max(0, share - mask[f]!) * mix[at]! ** 2
      }
    }
  }
  const middle = (column: number) => (columnStart(layout, column) + windowSamples / 2) / sampleRate
  return [...boxes]
    .flatMap(([key, { missing, energies }]) => {
      const all = energies.reduce((sum, energy) => sum + energy, 0)
      return sources.flatMap(({ name }, j) =>
        energies[j]! > leastTrueShare * all ? [{ key, name, missing: missing[j]! }] : []
      )
    })
    .sort((a, b) => b.missing - a.missing || a.key - b.key)
    .slice(0, boxCount)
    .map(({ key, name }): Hint => {
      const first = Math.floor(key / bandCount) * columnsPerBox
      const low = key % bandCount
      return {
        source: name,
        sign: 'is',
        area: {
          kind: 'box',
          startSeconds: Math.max(0, middle(first)),
          endSeconds: Math.max(0.001, middle(first + columnsPerBox - 1)),
          lowHertz: low === 0 ? 0 : lowestHertz * 2 ** (low * boxOctaves),
          highHertz: lowestHertz * 2 ** ((low + 1) * boxOctaves) - binHertz / 2
        }
      }
    })
}

function newBox(count: number) {
  return { missing: new Float64Array(count), energies: new Float64Array(count) }
}

/** (columns × bins), mean of the channels' magnitudes. */
function spectrogram(source: RecordedSamples, layout: StftLayout): Float32Array {
  const V = new Float32Array(layout.binCount * layout.columnCount)
  new MagnitudeAnalysis(source, layout).compute(0, layout.columnCount, V, 0)
  return V
}
