import type { Project } from '@core/project/project'
import type { Hint } from '@core/separation/hints'

/** What is painted, and which component is of which source, as the engine asks for them. */
export interface PaintedShaping {
  /** ids */
  readonly sources: string[]
  /** for each component the place of its source; −1 for none */
  readonly componentSources: number[]
  readonly hints: Hint[]
}

/** null: nothing is painted */
export function paintedShaping({ sources, components, hints }: Project): PaintedShaping | null {
  if (hints.length === 0) return null
  return { ...sourcesOfComponents({ sources, components }), hints: hints.map(({ id: _, ...hint }) => hint) }
}

export function sourcesOfComponents({ sources, components }: Pick<Project, 'sources' | 'components'>) {
  const ids = sources.map(({ id }) => id)
  return {
    sources: ids,
    componentSources: components
      .toSorted((a, b) => a.index - b.index)
      .map(({ sourceId }) => (sourceId === null ? -1 : ids.indexOf(sourceId)))
  }
}
