import { expect, test } from 'vitest'
import { clipSource } from '@core/audio/sample-source'
import { ComponentSignals } from '@core/evaluation/component-signals'
import { productModel, type Factors } from '@core/separation/factors'
import { stftLayout } from '@core/spectral/stft-layout'
import { componentGram } from '../../../tools/grouping/learning/component-gram'
import { sourceProducts } from '../../../tools/grouping/learning/source-products'
import { Dice } from '../../../tools/grouping/score/dice'

const dice = new Dice(5)
const lengthSamples = 40_001
const rank = 6
const noise = () => Float32Array.from({ length: lengthSamples }, () => dice.uniform(-1, 1))
const clip = (channels: readonly Float32Array[]) =>
  clipSource({ sampleRate: 44100, lengthSamples, channels: [...channels] })
const sources = Array.from({ length: 3 }, () => [noise(), noise()])
const sum = (channel: number) =>
  sources.reduce((total, source) => total.map((x, t) => x + source[channel]![t]!), new Float32Array(lengthSamples))
const recording = clip([sum(0), sum(1)])
const layout = stftLayout(lengthSamples, 1024, 256)
const factors = silentSomewhere()
const signals = componentSignals()

/** Components that all rest in some columns and have nothing in some bins: equal shares there. */
function silentSomewhere(): Factors {
  const { binCount, columnCount } = layout
  const W = Float32Array.from({ length: rank * binCount }, (_, i) =>
    i % binCount < 3 || dice.uniform(0, 1) < 0.3 ? 0 : dice.uniform(0, 1) ** 3
  )
  const H = Float32Array.from({ length: rank * columnCount }, (_, i) =>
    i % columnCount < 5 || dice.uniform(0, 1) < 0.3 ? 0 : dice.uniform(0, 1) ** 3
  )
  return { rank, binCount, columnCount, model: productModel, W, H }
}

function componentSignals(): Float32Array[] {
  const outputs = Array.from({ length: rank }, () => new Float32Array(lengthSamples))
  new ComponentSignals(recording, factors, layout).read(
    outputs.map((output) => [output]),
    lengthSamples
  )
  return outputs
}

function product(a: Float32Array, b: Float32Array): number {
  return a.reduce((total, value, t) => total + value * b[t]!, 0)
}

test('products with the sources are those of the signals that sound, to a millionth', () => {
  const { products, sourceEnergies } = sourceProducts(recording, { layout, factors, sources: sources.map(clip) })
  sources.forEach(([left, right], j) => {
    const mean = left!.map((value, t) => (value + right![t]!) / 2)
    const energy = product(mean, mean)
    expect(Math.abs(sourceEnergies[j]! / energy - 1)).toBeLessThan(1e-6)
    signals.forEach((signal, k) => {
      expect(Math.abs(products[j * rank + k]! - product(mean, signal)) / energy).toBeLessThan(1e-6)
    })
  })
})

test('components are multiplied with each other, also when four do not go into them', () => {
  const gram = componentGram(recording, layout, factors)
  signals.forEach((a, i) => {
    signals.forEach((b, k) => {
      expect(gram[i * rank + k]).toBeCloseTo(product(a, b), 6)
      expect(gram[i * rank + k]).toBe(gram[k * rank + i])
    })
  })
})
