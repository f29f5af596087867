/** What a source may be, as far as it is told apart by what its components are like. */
export const sourceFamilies = [
  ...(['drums', 'kick', 'snare', 'cymbals', 'percussion', 'bass', 'keys', 'organ'] as const),
  ...(['guitar', 'strings', 'brass', 'wood', 'voice', 'speech'] as const)
] as const
export type SourceFamily = (typeof sourceFamilies)[number]

const names: Readonly<Record<SourceFamily, string>> = {
  ...{ drums: 'Drums', kick: 'Kick', snare: 'Snare', cymbals: 'Cymbals', percussion: 'Percussion', bass: 'Bass' },
  ...{ keys: 'Keys', organ: 'Organ', guitar: 'Guitar', strings: 'Strings', brass: 'Brass', wood: 'Wind' },
  ...{ voice: 'Voice', speech: 'Speech' }
}

/** Wider words, for when the family itself is open. */
const widerNames: Readonly<Record<SourceFamily, string>> = {
  ...{ drums: 'Drums', kick: 'Drums', snare: 'Drums', cymbals: 'Drums', percussion: 'Drums', bass: 'Bass' },
  ...{ keys: 'Tones', organ: 'Tones', guitar: 'Tones', strings: 'Tones', brass: 'Tones', wood: 'Tones' },
  ...{ voice: 'Voice', speech: 'Voice' }
}

export const proposedNameCount = 3
/** from which probability on the family is named, and not the wider word: of the likeliest families seven in ten are right */
const sureProbability = 0.8

/**
 * Names to choose from, the safest first: the likeliest family where it is likelier than 0.8, else the wider word that is; then the
 * likeliest families.
 *
 * @param probabilities of sourceFamilies, in their order
 */
export function proposeNames(probabilities: ArrayLike<number>): string[] {
  const order = sourceFamilies.map((_, index) => index).sort((a, b) => probabilities[b] - probabilities[a] || a - b)
  const families = order.map((index) => names[sourceFamilies[index]])
  if (probabilities[order[0]] > sureProbability) return families.slice(0, proposedNameCount)
  const sums = new Map<string, number>()
  sourceFamilies.forEach((family, index) => {
    const wider = widerNames[family]
    sums.set(wider, (sums.get(wider) ?? 0) + probabilities[index])
  })
  const [first] = [...sums].reduce((best, other) => (other[1] > best[1] ? other : best))
  return [first, ...families.filter((name) => name !== first)].slice(0, proposedNameCount)
}

/** The wider word for a family: whether a guess was right in coarse terms. */
export function widerName(family: SourceFamily): string {
  return widerNames[family]
}
