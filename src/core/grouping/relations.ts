import type { ComponentSet } from './component-set'
import { cepstrumCount } from './mel-bands'
import { componentFeatureCount, featureIndex, relationCount } from './feature-names'

const mostShift = 36
const shiftsPerOctave = 24
const courseSeconds = [0, 0.1, 0.25, 0.5, 1, 2]
const onsetWindow = 3
const onsetTolerance = 1

/**
 * What two components have to do with each other, for every pair.
 *
 * mfccDistance        Euclidean distance of mfcc1 … 12
 * melCorrelation      of the decibels of the mel bands
 * shiftCorrelation    the most by which the templates agree when one is shifted by up to 1.5 octaves; shift by how many octaves
 * templateCosine, rootTemplateCosine   of w and of √w
 * course0 … 2         correlation of the activations, smoothed over so many seconds
 * laggedCourse        its most with up to two columns of lag
 * onsetCorrelation    of the rises, smoothed over 3 columns
 * onsetMatchLeast, …Most   the share of one's onsets that fall within a column of one of the other, of both ways the lesser and
 *                     the greater
 * activationCosine    of h
 * harmonicRatio, octaveRatio   how far the ratio of the fundamentals is from a whole number, relatively, and from an octave
 * harmonicityProduct, panDistance
 *
 * @returns (count × count × 21), symmetric; the diagonal is 0
 */
export function relate(set: ComponentSet): Float32Array {
  const { count } = set
  const relations = new Float32Array(count * count * relationCount)
  let at = 0
  const put = (matrix: (i: number, j: number) => number): void => {
    for (let i = 0; i < count; i++) {
      for (let j = i + 1; j < count; j++) {
        const value = matrix(i, j)
        relations[(i * count + j) * relationCount + at] = value
        relations[(j * count + i) * relationCount + at] = value
      }
    }
    at++
  }
  const feature = (k: number, index: number): number => set.features[k * componentFeatureCount + index]
  const [fundamental, harmonicity, pan] = ['fundamental', 'harmonicity', 'pan'].map(featureIndex)

  put((i, j) => {
    let sum = 0
    for (let c = 0; c < cepstrumCount; c++) sum += (feature(i, c) - feature(j, c)) ** 2
    return Math.sqrt(sum)
  })
  put(products(set.melDecibels.map(centred).map(unit)))
  const shifts = shiftedProducts(set.logAxes)
  put((i, j) => shifts.most[i * count + j])
  put((i, j) => shifts.octaves[i * count + j])
  put(products(set.templates.map(unit)))
  put(products(set.templates.map((template) => unit(template.map(Math.sqrt)))))
  for (const seconds of courseSeconds) {
    const width = Math.max(1, Math.floor(seconds * set.columnsPerSecond))
    put(products(set.activations.map((activation) => unit(centred(smoothed(activation, width))))))
  }
  const courses = set.activations.map((activation) => unit(centred(activation)))
  put((i, j) => Math.max(...[-2, -1, 0, 1, 2].map((lag) => laggedProduct(courses[i], courses[j], lag))))
  put(products(set.rises.map((rises) => unit(centred(smoothed(rises, onsetWindow))))))
  const matches = onsetMatches(set)
  put((i, j) => Math.min(matches[i * count + j], matches[j * count + i]))
  put((i, j) => Math.max(matches[i * count + j], matches[j * count + i]))
  put(products(set.activations.map(unit)))
  const octaves = (i: number, j: number): number => Math.abs(feature(i, fundamental) - feature(j, fundamental))
  put((i, j) => {
    const ratio = 2 ** octaves(i, j)
    return Math.abs(ratio - Math.round(ratio)) / ratio
  })
  put((i, j) => Math.abs(octaves(i, j) - Math.round(octaves(i, j))))
  put((i, j) => feature(i, harmonicity) * feature(j, harmonicity))
  put((i, j) => Math.abs(feature(i, pan) - feature(j, pan)))
  return relations
}

function products(vectors: readonly Float64Array[]): (i: number, j: number) => number {
  return (i, j) => laggedProduct(vectors[i], vectors[j], 0)
}

/** Σ a(n)·b(n + lag) */
function laggedProduct(a: Float64Array, b: Float64Array, lag: number): number {
  const end = Math.min(a.length, b.length - lag)
  let sum = 0
  for (let n = Math.max(0, -lag); n < end; n++) sum += a[n] * b[n + lag]
  return sum
}

function shiftedProducts(axes: readonly Float64Array[]): { most: Float64Array; octaves: Float64Array } {
  const count = axes.length
  const most = new Float64Array(count * count)
  const octaves = new Float64Array(count * count)
  for (let i = 0; i < count; i++) {
    for (let j = i + 1; j < count; j++) {
      let best = -Infinity
      let bestShift = 0
      for (let shift = -mostShift; shift <= mostShift; shift++) {
        const product = laggedProduct(axes[i], axes[j], shift)
        if (product > best) [best, bestShift] = [product, shift]
      }
      most[i * count + j] = best
      octaves[i * count + j] = Math.abs(bestShift) / shiftsPerOctave
    }
  }
  return { most, octaves }
}

/** `[i * count + j]`: the share of i's onsets that have one of j within a column. */
function onsetMatches({ count, onsets, activations }: ComponentSet): Float64Array {
  const columnCount = activations[0]?.length ?? 0
  const near = onsets.map((ofComponent) => {
    const marks = new Uint8Array(columnCount)
    for (const n of ofComponent)
      marks.fill(1, Math.max(0, n - onsetTolerance), Math.min(columnCount, n + onsetTolerance + 1))
    return marks
  })
  const matches = new Float64Array(count * count)
  for (let i = 0; i < count; i++)
    for (let j = 0; j < count; j++)
      matches[i * count + j] = onsets[i].reduce((sum, n) => sum + near[j][n], 0) / onsets[i].length
  return matches
}

/** Mean over `width` columns around each one, at the ends over those that there are. */
function smoothed(values: Float64Array, width: number): Float64Array {
  if (width <= 1) return values
  const before = Math.floor(width / 2)
  const sums = new Float64Array(values.length + 1)
  for (let n = 0; n < values.length; n++) sums[n + 1] = sums[n] + values[n]
  return values.map((_, n) => {
    const first = Math.max(0, n - before)
    const end = Math.min(values.length, n - before + width)
    return (sums[end] - sums[first]) / (end - first)
  })
}

function centred(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return values.map((value) => value - mean)
}

function unit(values: Float64Array): Float64Array {
  const length = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0)) + 1e-12
  return values.map((value) => value / length)
}
