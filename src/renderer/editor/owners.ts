import type { Project } from '@core/project/project'

/** Who has a part of a point of the spectrogram. */
export interface Owner {
  /** the source's, or the component's */
  readonly id: string
  readonly name: string
  /** 0 … 1 */
  readonly share: number
}

/** A part that would be shown as 0 %. */
const leastShare = 0.005

/**
 * The sources, and the components outside of all sources, that a point belongs to, the strongest first; none where nothing
 * sounds.
 *
 * @param componentShares one for each component
 */
export function ownersOf({ components, sources }: Project, componentShares: Float32Array): readonly Owner[] {
  const shareOf = new Map<string, number>()
  for (const { id, index, sourceId, mergedInto } of components) {
    const owner = sourceId ?? mergedInto ?? id
    shareOf.set(owner, (shareOf.get(owner) ?? 0) + (componentShares[index] ?? 0))
  }
  return [...sources, ...components]
    .map(({ id, name }) => ({ id, name, share: shareOf.get(id) ?? 0 }))
    .filter(({ share }) => share >= leastShare)
    .sort((a, b) => b.share - a.share)
}
