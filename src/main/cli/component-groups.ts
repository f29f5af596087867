import type { ClipInfo, SeparationResult } from '@core/contract/engine'
import { suggestGroups } from '@core/grouping/percussive-groups'
import { describeTemplate } from '@core/grouping/template-description'

/** Components that belong together. */
export interface ComponentGroup {
  /** what a person reads */
  readonly name: string
  /** the same, short, for a file name */
  readonly label: string
  readonly componentIndices: readonly number[]
}

/** Groups the components into sources by the simple hint of the engine: low and percussive ones apart from the rest. */
export function suggestSources(clip: ClipInfo, separation: SeparationResult, count: number): ComponentGroup[] {
  const { windowSamples, hopSamples } = separation.parameters
  const layout = { sampleRate: clip.sampleRate, windowSamples, hopSamples }
  const { groups } = suggestGroups(separation.factors, layout, count)
  return Array.from({ length: count }, (_, group) => ({
    ...nameGroup(group, count),
    componentIndices: groups.flatMap((of, index) => (of === group ? [index] : []))
  }))
}

/** Each component by itself. */
export function singleComponents(clip: ClipInfo, separation: SeparationResult): ComponentGroup[] {
  const { factors, parameters } = separation
  return Array.from({ length: factors.rank }, (_, index) => {
    const template = factors.W.subarray(index * factors.binCount, (index + 1) * factors.binCount)
    const { name } = describeTemplate(template, clip.sampleRate, parameters.windowSamples)
    return { name: `Component ${index + 1}`, label: name, componentIndices: [index] }
  })
}

function nameGroup(group: number, count: number): { name: string; label: string } {
  if (count === 1) return { name: 'Source 1', label: 'source' }
  if (group === 0) return { name: 'Low and percussive', label: 'low-percussive' }
  return { name: count === 2 ? 'Rest' : `Rest ${group}`, label: 'rest' }
}
