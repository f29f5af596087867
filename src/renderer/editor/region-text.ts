import {
  gainDecibelsRange,
  type Project,
  type Region,
  type RegionEffect,
  type RegionTarget
} from '@core/project/project'
import { componentName } from './component-name'

/** As it stands on a lane: "−6.0 dB", "Mute", "Fade in". */
export function effectText(effect: RegionEffect): string {
  switch (effect.kind) {
    case 'mute':
      return 'Mute'
    case 'fade-in':
      return 'Fade in'
    case 'fade-out':
      return 'Fade out'
    case 'gain': {
      const { gainDecibels } = effect
      if (gainDecibels <= gainDecibelsRange.min) return '−∞ dB'
      const sign = gainDecibels < 0 ? '−' : '+'
      return `${gainDecibels === 0 ? '' : sign}${Math.abs(gainDecibels).toFixed(1)} dB`
    }
  }
}

/** "the mix", "Drums and Component 4", "Drums, Bass and 3 more" */
export function targetText(target: RegionTarget, { sources, components }: Project): string {
  if (target.kind === 'mix') return 'the mix'
  const names = [
    ...sources.filter(({ id }) => target.sourceIds.includes(id)).map(({ name }) => name),
    ...components.filter(({ id }) => target.componentIds.includes(id)).map(componentName)
  ]
  if (names.length <= 1) return names.join('')
  if (names.length === 2) return names.join(' and ')
  return `${names[0]}, ${names[1]} and ${names.length - 2} more`
}

/** As a screen reader says it. */
export function spokenRegion(region: Region, project: Project, sampleRate: number): string {
  const seconds = (sample: number) => (sample / sampleRate).toFixed(3)
  const what = effectText(region.effect).replace('−', 'minus ')
  return `${what} on ${targetText(region.target, project)}, ${seconds(region.startSample)} to ${seconds(region.endSample)} seconds`
}
