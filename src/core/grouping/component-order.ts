import { seriation } from '../math/seriation'
import type { Factors } from '../separation/factors'
import { describeComponent, type DescriptionLayout } from './component-description'
import { componentPicture, type ComponentPicture } from './component-picture'

/** In which order the components of a source are listed; 'separation' is that of the templates. */
export const componentOrders = ['separation', 'loudness', 'pitch', 'time', 'similarity'] as const
export type ComponentOrder = (typeof componentOrders)[number]

/**
 * Orders components.
 *
 * loudness    most energy Σ (w(f)·h(n))² first
 * pitch       lowest first: the peak of a note or of what is kick-like, the centroid of noise
 * time        by the first column in which the activation reaches half of its peak
 * similarity  neighbours have templates alike, by their cosine; the lower end first
 *
 * @param items for each component its templates, several where it is merged
 * @returns     indices into `items`, each once; equals stay as they stand
 */
export function orderComponents(
  factors: Factors,
  layout: DescriptionLayout,
  items: readonly (readonly number[])[],
  order: ComponentOrder
): number[] {
  const indices = items.map((_, index) => index)
  if (order === 'separation' || items.length < 2) return indices
  const pictures = items.map((item) => componentPicture(factors, item))
  const pitchOf = (picture: ComponentPicture): number => describeComponent(picture, layout).hertz
  const by = (measure: (picture: ComponentPicture) => number): number[] => {
    const values = pictures.map(measure)
    return indices.sort((a, b) => values[a] - values[b] || a - b)
  }
  switch (order) {
    case 'loudness':
      return by(({ template, activation }) => -squares(template) * squares(activation))
    case 'pitch':
      return by(pitchOf)
    case 'time':
      return by(({ activation }) => firstStrongColumn(activation))
    case 'similarity': {
      const path = seriation(templateDistances(pictures))
      return pitchOf(pictures[path[0]]) <= pitchOf(pictures[path[path.length - 1]]) ? path : path.reverse()
    }
  }
}

/** 1 − cosine of the angle between each two templates. */
function templateDistances(pictures: readonly ComponentPicture[]): number[][] {
  const lengths = pictures.map(({ template }) => Math.sqrt(squares(template)) || 1)
  return pictures.map((a, i) =>
    pictures.map((b, j) => {
      let product = 0
      for (let f = 0; f < a.template.length; f++) product += a.template[f] * b.template[f]
      return i === j ? 0 : Math.max(0, 1 - product / (lengths[i] * lengths[j]))
    })
  )
}

function firstStrongColumn(activation: Float32Array): number {
  const peak = activation.reduce((most, height) => Math.max(most, height), 0)
  return activation.findIndex((height) => height >= peak / 2)
}

function squares(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value * value, 0)
}
