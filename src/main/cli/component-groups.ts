import type { ClipInfo, SeparationResult } from '@core/contract/engine'
import { suggestGroups } from '@core/grouping/percussive-groups'
import { describeTemplate } from '@core/grouping/template-description'
import { templateOf } from '@core/separation/templates'

/** Components that belong together. */
export interface ComponentGroup {
  /** what a person reads */
  readonly name: string
  /** the same, short, for a file name */
  readonly label: string
  readonly componentIndices: readonly number[]
}

/** Median filters always give these two components. */
const medianComponents: readonly ComponentGroup[] = [
  { name: 'Harmonic', label: 'harmonic', componentIndices: [0] },
  { name: 'Percussive', label: 'percussive', componentIndices: [1] }
]

/** Groups the components into sources by the simple hint of the engine: low and percussive ones apart from the rest. */
export function suggestSources(clip: ClipInfo, separation: SeparationResult, count: number): readonly ComponentGroup[] {
  const { method, windowSamples, hopSamples } = separation.parameters
  if (method === 'hpss') return medianComponents
  const layout = { sampleRate: clip.sampleRate, windowSamples, hopSamples }
  const { groups } = suggestGroups(separation.factors, layout, count)
  return Array.from({ length: count }, (_, group) => ({
    ...nameGroup(group, count),
    componentIndices: groups.flatMap((of, index) => (of === group ? [index] : []))
  }))
}

/** Each component by itself. */
export function singleComponents(clip: ClipInfo, separation: SeparationResult): readonly ComponentGroup[] {
  const { factors, parameters } = separation
  if (parameters.method === 'hpss') return medianComponents
  return Array.from({ length: factors.rank }, (_, index) => {
    const template = templateOf(factors, index)
    const { name } =
      parameters.method === 'bands'
        ? nameBand(template, clip.sampleRate / parameters.windowSamples)
        : describeTemplate(template, clip.sampleRate, parameters.windowSamples)
    return { name: `Component ${index + 1}`, label: name, componentIndices: [index] }
  })
}

function nameGroup(group: number, count: number): { name: string; label: string } {
  if (count === 1) return { name: 'Source 1', label: 'source' }
  if (group === 0) return { name: 'Low and percussive', label: 'low-percussive' }
  return { name: count === 2 ? 'Rest' : `Rest ${group}`, label: 'rest' }
}

/** A band by its first and last bin: its template is 0 beyond them. */
function nameBand(template: Float32Array, binHertz: number): { name: string } {
  const isInside = (value: number) => value > 0
  const [first, last] = [template.findIndex(isInside), template.findLastIndex(isInside)]
  return { name: `${Math.round(first * binHertz)}-${Math.round(last * binHertz)} Hz` }
}
