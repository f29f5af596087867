import { decibelsToGain } from '../units'
import { gainDecibelsRange, type Component, type Project, type Source } from './project'

/** Why a component is or is not heard; lanes, chips and the spectrogram show it. */
export type Audibility = 'heard' | 'muted' | 'silenced-by-solo'

/**
 * Whether each component is heard, in the order of `project.components`.
 *
 * A muted component, or one in a muted source, is silent. When anything is soloed, only soloed components and the components
 * of soloed sources are heard; a solo inside a soloed source narrows it to that component.
 */
export function audibilities(project: Project): Audibility[] {
  const sources = new Map(project.sources.map((source) => [source.id, source]))
  const hasSolo = project.sources.some(isSoloed) || project.components.some(isSoloed)
  const narrowed = new Set(project.components.filter(isSoloed).map((component) => component.sourceId))
  return project.components.map((component) => {
    const source = component.sourceId === null ? undefined : sources.get(component.sourceId)
    if (component.isMuted || source?.isMuted) return 'muted'
    const isHeard =
      !hasSolo || component.isSoloed || (source !== undefined && source.isSoloed && !narrowed.has(source.id))
    return isHeard ? 'heard' : 'silenced-by-solo'
  })
}

/** The project with some components heard alone, whatever is muted or soloed otherwise. */
export function soloedOnly(project: Project, componentIds: ReadonlySet<string>): Project {
  const sourceIds = new Set(project.components.filter(({ id }) => componentIds.has(id)).map(({ sourceId }) => sourceId))
  return {
    ...project,
    sources: project.sources.map((source) => ({
      ...source,
      isSoloed: false,
      isMuted: source.isMuted && !sourceIds.has(source.id)
    })),
    components: project.components.map((component) => {
      const isSoloed = componentIds.has(component.id)
      return { ...component, isSoloed, isMuted: component.isMuted && !isSoloed }
    })
  }
}

/** The amplitude factor g_k by which each component sounds: its gain times its source's, 0 when it is not heard. */
export function componentGains(project: Project): Float32Array {
  const heard = audibilities(project)
  const settings = gainsAsSet(project)
  return settings.map((gain, index) => (heard[index] === 'heard' ? gain : 0))
}

/** The factors as the faders stand, whatever is muted or soloed: what an export "as set" uses. */
export function gainsAsSet(project: Project): Float32Array {
  const sources = new Map(project.sources.map((source) => [source.id, source]))
  return Float32Array.from(project.components, (component) => {
    const source = component.sourceId === null ? undefined : sources.get(component.sourceId)
    return faderGain(component) * (source === undefined ? 1 : faderGain(source))
  })
}

/** What sounds in the residual: 1 for each component that is not heard, 0 for the others. */
export function residualGains(project: Project): Float32Array {
  return Float32Array.from(audibilities(project), (audibility) => (audibility === 'heard' ? 0 : 1))
}

/** The lowest position of a fader is silence. */
function faderGain(strip: Component | Source): number {
  return strip.gainDecibels <= gainDecibelsRange.min ? 0 : decibelsToGain(strip.gainDecibels)
}

function isSoloed(strip: Component | Source): boolean {
  return strip.isSoloed
}
