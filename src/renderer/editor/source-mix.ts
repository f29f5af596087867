import { componentGains } from '@core/project/audibility'
import type { Project } from '@core/project/project'

/** What is heard of a source: a stem of weighted components, the loudest of them 1, and the gain by which all of it sounds. */
export interface SourceMix {
  /** those that are heard, in the order of the source's rows */
  readonly componentIndices: readonly number[]
  readonly weights: readonly number[]
  /** amplitude factor; 0 where nothing of the source is heard */
  readonly gain: number
}

const weightSteps = 1000

/** By source id. Moving a source's fader changes nothing but `gain`. */
export function sourceMixes(project: Project): Map<string, SourceMix> {
  const gains = componentGains(project)
  return new Map(
    project.sources.map(({ id }) => {
      const heard = project.components
        .map(({ sourceId, index }, place) => ({ sourceId, index, gain: gains[place]! }))
        .filter((component) => component.sourceId === id && component.gain > 0)
      const gain = Math.max(0, ...heard.map((component) => component.gain))
      return [
        id,
        {
          componentIndices: heard.map(({ index }) => index),
          weights: heard.map((component) => Math.round((component.gain / gain) * weightSteps) / weightSteps),
          gain
        }
      ]
    })
  )
}
