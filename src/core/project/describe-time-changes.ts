import { countSamples, withoutRange, type SampleRange } from '../audio/sample-range'
import { counted, listed } from './change-words'
import type { Project, Region } from './project'

const effectNames: Readonly<Record<Region['effect']['kind'], string>> = {
  gain: 'gain',
  mute: 'mute',
  'fade-in': 'fade in',
  'fade-out': 'fade out'
}

/** What a person did over stretches of time between two states of a project; see describeChanges. */
export function describeTimeChanges(before: Project, after: Project): string[] {
  const changes: string[] = []
  const former = new Map(before.regions.map((region) => [region.id, region]))
  const added = after.regions.filter(({ id }) => !former.has(id))
  const changed = after.regions.filter(
    (region) => former.has(region.id) && JSON.stringify(former.get(region.id)) !== JSON.stringify(region)
  )
  const removed = before.regions.filter(({ id }) => !after.regions.some((region) => region.id === id))
  if (added.length > 0) changes.push(`${counted(added.length, 'region')} added (${listed(effectsOf(added))})`)
  if (changed.length > 0) changes.push(`${counted(changed.length, 'region')} changed (${listed(effectsOf(changed))})`)
  if (removed.length > 0) changes.push(`${counted(removed.length, 'region')} removed`)
  const sampleRate = after.audio?.sampleRate ?? 1
  const cutSamples = countSamples(without(after.cuts, before.cuts))
  const restoredSamples = countSamples(without(before.cuts, after.cuts))
  if (cutSamples > 0) changes.push(`${secondsText(cutSamples / sampleRate)} cut out`)
  if (restoredSamples > 0) changes.push(`${secondsText(restoredSamples / sampleRate)} of cuts restored`)
  return changes
}

function effectsOf(regions: readonly Region[]): string[] {
  return [...new Set(regions.map(({ effect }) => effectNames[effect.kind]))]
}

function without(ranges: readonly SampleRange[], others: readonly SampleRange[]): readonly SampleRange[] {
  return others.reduce(withoutRange, ranges)
}

function secondsText(seconds: number): string {
  if (seconds < 0.1) return 'less than 0.1 s'
  return seconds < 60 ? `${seconds.toFixed(1)} s` : `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`
}
