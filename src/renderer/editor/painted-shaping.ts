import type { PaintedShaping } from '@core/contract/export-schemas'
import type { Project } from '@core/project/project'

/** What is painted, and which component is of which source, as the engine asks for them; null: nothing is painted. */
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
