import type { Project } from '@core/project/project'

/** Who has the most of a point of the spectrogram. */
export interface Owner {
  readonly name: string
  /** 0 … 1 */
  readonly share: number
}

/**
 * The source, or the component outside of all sources, that most of a point belongs to; null where nothing sounds.
 *
 * @param componentShares one for each component
 */
export function strongestOwner({ components, sources }: Project, componentShares: Float32Array): Owner | null {
  const shareOf = new Map<string, number>()
  for (const { id, index, sourceId, mergedInto } of components) {
    const owner = sourceId ?? mergedInto ?? id
    shareOf.set(owner, (shareOf.get(owner) ?? 0) + (componentShares[index] ?? 0))
  }
  let strongest: Owner | null = null
  for (const { id, name } of [...sources, ...components]) {
    const share = shareOf.get(id) ?? 0
    if (share > (strongest?.share ?? 0)) strongest = { name, share }
  }
  return strongest
}
