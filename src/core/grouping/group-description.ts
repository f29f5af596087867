import { componentWeights, type ComponentSet, type GroupingLayout } from './component-set'
import { componentFeatureCount, featureIndex } from './feature-names'
import { familyInputs, guessFamily } from './family-guess'
import { hertzRangeText } from './hertz-text'
import type { Network } from './network'
import type { GroupDescription } from './proposal'
import { proposeNames } from './source-families'

const lowHertz = 150
const highHertz = 5000
const struckSustain = 0.3
const heldSustain = 0.6
const offCentre = 0.75

/**
 * What a group of components is like: its features are the means over it, weighted by energy.
 *
 * @param families networks that guess what it is
 */
export function describeGroup(
  set: ComponentSet,
  layout: GroupingLayout,
  members: readonly number[],
  families: readonly Network[]
): GroupDescription {
  const energy = members.reduce((sum, k) => sum + set.energies[k], 0)
  const whole = set.energies.reduce((sum, value) => sum + value, 0)
  const feature = (name: string): number => {
    const index = featureIndex(name)
    const sum = members.reduce(
      (total, k) => total + set.energies[k] * set.features[k * componentFeatureCount + index],
      0
    )
    return energy > 0 ? sum / energy : 0
  }
  const memberWeights = set.energies.map((value, k) => (members.includes(k) ? Math.sqrt(value) : 0))
  const spectrum = powerOf(set, members)
  const hertzOf = (bin: number): number => (bin * layout.sampleRate) / layout.windowSamples
  const share = (from: number, to: number): number =>
    spectrum.reduce((sum, power, bin) => (hertzOf(bin) >= from && hertzOf(bin) < to ? sum + power : sum), 0)
  const sustain = feature('sustain15')
  const low = share(0, lowHertz)
  const high = share(highHertz, Infinity)
  const course = courseText(sustain, 2 ** feature('onsetRate') - 1)
  const place = placeText(feature('pan'))
  const range = rangeText(low, high, spectrum, hertzOf)
  return {
    names: proposeNames(guessFamily(families, familyInputs(set, memberWeights))),
    sentence: `${course}; ${range}${place}.`,
    energyShare: whole > 0 ? energy / whole : 0
  }
}

/** Groups in the order of their energy, so that the numbers of a proposal do not depend on chance. */
export function orderGroups(set: ComponentSet, groups: readonly number[]): number[] {
  const weights = componentWeights(set, 1)
  const count = Math.max(-1, ...groups) + 1
  const sums = new Float64Array(count)
  groups.forEach((group, k) => (sums[group] += weights[k]))
  const order = Array.from(sums, (_, group) => group).sort((a, b) => sums[b] - sums[a] || a - b)
  return groups.map((group) => order.indexOf(group))
}

/** Names that differ: "Tones", "Tones 2". */
export function distinctNames(names: readonly string[]): string[] {
  return names.map((name, place) => {
    const before = names.slice(0, place).filter((other) => other === name).length
    return before === 0 ? name : `${name} ${before + 1}`
  })
}

function courseText(sustain: number, onsetsPerSecond: number): string {
  const rate = `${onsetsPerSecond.toFixed(1)} a second`
  if (sustain < struckSustain) return `Fires in short hits, ${rate}`
  return sustain > heldSustain ? `Is held, and begins anew ${rate}` : `Rings on for a while, ${rate}`
}

function rangeText(low: number, high: number, spectrum: Float64Array, hertzOf: (bin: number) => number): string {
  const percent = (share: number): string => `${Math.round(100 * share)} %`
  if (low > 0.5) return `${percent(low)} of its energy below ${lowHertz} Hz`
  if (high > 0.5) return `${percent(high)} of its energy above ${highHertz / 1000} kHz`
  const [from, to] = [0.25, 0.75].map((share) => hertzOf(quantile(spectrum, share)))
  return `half of its energy within ${hertzRangeText(from, to)}`
}

function placeText(pan: number): string {
  if (Math.abs(pan) < offCentre) return ''
  return pan > 0 ? '; left of the middle' : '; right of the middle'
}

/** Share of the energy in each bin, Σ E_k·p_k. */
function powerOf({ templates, energies }: ComponentSet, members: readonly number[]): Float64Array {
  const power = new Float64Array(templates[0]?.length ?? 0)
  for (const k of members) {
    const template = templates[k]
    const squares = template.reduce((sum, value) => sum + value * value, 0) + 1e-20
    for (let f = 0; f < power.length; f++) power[f] += (energies[k] * template[f] * template[f]) / squares
  }
  const sum = power.reduce((total, value) => total + value, 0) + 1e-20
  return power.map((value) => value / sum)
}

/** The bin below which such a share lies. */
function quantile(spectrum: Float64Array, share: number): number {
  let sum = 0
  const bin = spectrum.findIndex((power) => (sum += power) >= share)
  return bin < 0 ? 0 : bin
}
