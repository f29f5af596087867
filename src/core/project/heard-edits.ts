import { decibelsToGain } from '../units'
import type { TimedGain } from '../audio/timed-gain'
import type { TimedEdits } from '../separation/timed-edits'
import { gainDecibelsRange, type Project, type Region } from './project'
import { targetIndices } from './region-targets'

/** The regions and cuts as the sources that are on sound. */
export function heardEdits(project: Project): TimedEdits {
  const { regions, cuts } = project
  const components = regions.flatMap((region) => {
    const componentIndices = targetIndices(region, project)
    return componentIndices === null || componentIndices.length === 0
      ? []
      : [{ ...timedGain(region), componentIndices }]
  })
  return { mix: mixGains(project), components, action: 'scale', cuts }
}

/** Those that do not ask which components there are: for the recording itself and for the preview of a run. */
export function mixEdits(project: Project): TimedEdits {
  return { mix: mixGains(project), components: [], action: 'scale', cuts: project.cuts }
}

/**
 * As the residual sounds, which is the original minus everything on, taken at 0 dB: what a region mutes is not on there and
 * comes to the residual; gains and fades leave it as it is.
 */
export function residualEdits(project: Project): TimedEdits {
  const all = project.components.map((_, index) => index)
  const components = project.regions
    .filter(({ effect }) => effect.kind === 'mute')
    .map((region) => ({ ...timedGain(region), componentIndices: targetIndices(region, project) ?? all }))
  return { mix: [], components, action: 'fill', cuts: project.cuts }
}

/** Whether what exported files add up to is not the recording as it is. */
export function isMixEdited({ cuts, regions }: Project): boolean {
  return cuts.length > 0 || regions.some(({ target }) => target.kind === 'mix')
}

function mixGains({ regions }: Project): TimedGain[] {
  return regions.filter(({ target }) => target.kind === 'mix').map(timedGain)
}

/** What a region does to the gain, whatever it acts on. */
export function timedGain({ startSample, endSample, effect }: Region): TimedGain {
  switch (effect.kind) {
    case 'mute':
      return { startSample, endSample, shape: 'constant', gain: 0 }
    case 'gain': {
      const { gainDecibels } = effect
      // as at a fader the lowest gain is silence
      const gain = gainDecibels <= gainDecibelsRange.min ? 0 : decibelsToGain(gainDecibels)
      return { startSample, endSample, shape: 'constant', gain }
    }
    case 'fade-in':
    case 'fade-out':
      return { startSample, endSample, shape: effect.kind, gain: 1 }
  }
}
