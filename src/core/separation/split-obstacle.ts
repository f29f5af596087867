import { separationParametersSchema, type SeparationParameters } from './parameters'

/** How many parts a component can be split into. */
export const partCounts = [2, 3, 4] as const
export type PartCount = (typeof partCounts)[number]

const mostComponents = separationParametersSchema.shape.componentCount.maxValue ?? Infinity

/**
 * Why some components of a separation cannot be split into parts, as the end of a sentence; null: they can.
 *
 * @param goneCount how many templates the parts take the place of
 */
export function splitObstacle(
  { method, componentCount }: Pick<SeparationParameters, 'method' | 'componentCount'>,
  goneCount: number,
  partCount: number
): string | null {
  switch (method) {
    case 'nmfd':
      return 'the templates of NMFD are several columns long, and parts of one column could not take their place'
    case 'hpss':
      return 'harmonic and percussive sound come from medians of the recording, not from templates'
    case 'bands':
      return 'a band is a fixed range of frequencies; only components that NMF found can be split'
    case 'nmf':
      return componentCount - goneCount + partCount > mostComponents
        ? `a separation has at most ${mostComponents} components`
        : null
  }
}
