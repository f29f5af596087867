import { createRandom } from '@core/math/random'
import type { ComponentEnergies } from '@core/separation/component-energies'
import { measureComponents, type ComponentSet } from '@core/grouping/component-set'
import { productModel, type Factors } from '@core/separation/factors'

export const layout = { sampleRate: 8000, windowSamples: 512, hopSamples: 128 }
const binCount = 257
const columnCount = 300

/** Struck noise and held tones in turn, each a little different. */
export function strikesAndTones(rank: number, seed = 1): Factors {
  const random = createRandom(seed)
  const W = new Float32Array(rank * binCount)
  const H = new Float32Array(rank * columnCount)
  for (let k = 0; k < rank; k++) {
    const isStruck = k % 2 === 0
    const bin = 8 + 3 * k
    for (let f = 0; f < binCount; f++) {
      const tone = isStruck
        ? 0
        : Array.from({ length: 8 }, (_, h) => Math.exp(-((f - bin * (h + 1)) ** 2)) / (h + 1)).reduce(
            (sum, part) => sum + part,
            0
          )
      W[k * binCount + f] = (isStruck ? 0.5 + random() : tone) + 1e-4
    }
    const sum = W.subarray(k * binCount, (k + 1) * binCount).reduce((total, value) => total + value, 0)
    for (let f = 0; f < binCount; f++) W[k * binCount + f]! /= sum
    let level = 0
    for (let n = 0; n < columnCount; n++) {
      const isOnset = (n + 7 * k) % (isStruck ? 25 : 110) === 0
      level = isOnset ? 1 : level * (isStruck ? 0.5 : 0.995)
      H[k * columnCount + n] = level * (1 + (isStruck ? 0.02 * random() : 0))
    }
  }
  return { rank, binCount, columnCount, model: productModel, W, H }
}

export function evenEnergies(rank: number): ComponentEnergies {
  const even = (): Float64Array => new Float64Array(rank).fill(1)
  return { total: even(), left: even(), right: even() }
}

export function measured(factors: Factors, energies = evenEnergies(factors.rank), runCount = 1): ComponentSet {
  const steps = measureComponents(factors, layout, energies, runCount)
  let step = steps.next()
  while (!step.done) step = steps.next()
  return step.value
}
