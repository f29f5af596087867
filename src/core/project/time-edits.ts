import { countSamples, withoutRange, withRange, type SampleRange } from '../audio/sample-range'
import { AppError } from '../errors'
import { gainDecibelsRange, type Project, type Region, type RegionEffect, type RegionTarget } from './project'

/** Changes of what happens over a stretch of time; part of the union of edits. */
export type TimeEdit =
  | { readonly type: 'add-region'; readonly region: Region }
  | {
      readonly type: 'change-region'
      readonly id: string
      readonly startSample: number
      readonly endSample: number
      /** missing: stays as it is */
      readonly effect?: RegionEffect
    }
  | { readonly type: 'remove-regions'; readonly ids: readonly string[] }
  /** a crop cuts what lies before and after what is kept */
  | { readonly type: 'cut-time'; readonly ranges: readonly SampleRange[] }
  | { readonly type: 'restore-time'; readonly ranges: readonly SampleRange[] }

/**
 * See applyEdit. Ranges are rounded to samples and cut to the recording.
 *
 * @throws AppError 'unknown-id', 'invalid-argument' when a region is empty or acts on nothing, or when cuts would leave nothing
 */
export function applyTimeEdit(project: Project, edit: TimeEdit): Project {
  switch (edit.type) {
    case 'add-region': {
      const { region } = edit
      if (project.regions.some(({ id }) => id === region.id)) {
        throw new AppError('invalid-argument', `a region with id ${region.id} exists already`, { id: region.id })
      }
      requireTarget(project, region.target)
      const effect = withinRange(region.effect)
      return { ...project, regions: [...project.regions, { ...region, ...filledRange(project, region), effect }] }
    }
    case 'change-region': {
      const former = requireRegion(project, edit.id)
      const { startSample, endSample } = filledRange(project, edit)
      const effect = edit.effect === undefined ? former.effect : withinRange(edit.effect)
      const isSame =
        former.startSample === startSample && former.endSample === endSample && isSameEffect(former.effect, effect)
      if (isSame) return project
      const changed = { ...former, startSample, endSample, effect }
      return { ...project, regions: project.regions.map((region) => (region === former ? changed : region)) }
    }
    case 'remove-regions': {
      for (const id of edit.ids) requireRegion(project, id)
      if (edit.ids.length === 0) return project
      return { ...project, regions: project.regions.filter(({ id }) => !edit.ids.includes(id)) }
    }
    case 'cut-time': {
      const cuts = rangesOf(project, edit.ranges).reduce<readonly SampleRange[]>(withRange, project.cuts)
      if (countSamples(cuts) === lengthOf(project)) {
        throw new AppError('invalid-argument', 'cuts must leave something of the recording', {})
      }
      return withCuts(project, cuts)
    }
    case 'restore-time':
      return withCuts(
        project,
        rangesOf(project, edit.ranges).reduce<readonly SampleRange[]>(withoutRange, project.cuts)
      )
  }
}

function withCuts(project: Project, cuts: readonly SampleRange[]): Project {
  return countSamples(cuts) === countSamples(project.cuts) ? project : { ...project, cuts }
}

function rangesOf(project: Project, ranges: readonly SampleRange[]): SampleRange[] {
  return ranges.map((range) => clampedRange(project, range)).filter((range) => range.startSample < range.endSample)
}

function filledRange(project: Project, range: SampleRange): SampleRange {
  const clamped = clampedRange(project, range)
  if (clamped.startSample < clamped.endSample) return clamped
  const { startSample, endSample } = range
  throw new AppError('invalid-argument', `there is no sample between ${startSample} and ${endSample}`, {
    startSample,
    endSample
  })
}

function clampedRange(project: Project, range: SampleRange): SampleRange {
  const lengthSamples = lengthOf(project)
  const clamp = (sample: number) => {
    if (Number.isNaN(sample)) throw new AppError('invalid-argument', 'a sample must be a number', {})
    // + 0 turns −0 into 0
    return Math.min(lengthSamples, Math.max(0, Math.round(sample))) + 0
  }
  return { startSample: clamp(range.startSample), endSample: clamp(range.endSample) }
}

function lengthOf({ audio }: Project): number {
  if (audio === null) throw new AppError('invalid-argument', 'there is no recording', {})
  return audio.lengthSamples
}

function requireRegion({ regions }: Project, id: string): Region {
  const region = regions.find((candidate) => candidate.id === id)
  if (region === undefined) throw new AppError('unknown-id', `there is no region ${id}`, { id })
  return region
}

function requireTarget({ sources, components }: Project, target: RegionTarget): void {
  if (target.kind === 'mix') return
  const { sourceIds, componentIds } = target
  if (sourceIds.length + componentIds.length === 0) {
    throw new AppError('invalid-argument', 'a region must act on something', {})
  }
  const isMissing = (strips: readonly { id: string }[]) => (id: string) => !strips.some((strip) => strip.id === id)
  const id = sourceIds.find(isMissing(sources)) ?? componentIds.find(isMissing(components))
  if (id !== undefined) throw new AppError('unknown-id', `there is no component or source ${id}`, { id })
}

function withinRange(effect: RegionEffect): RegionEffect {
  return effect.kind === 'gain' ? { kind: 'gain', gainDecibels: clampGain(effect.gainDecibels) } : effect
}

function isSameEffect(a: RegionEffect, b: RegionEffect): boolean {
  if (a.kind === 'gain' && b.kind === 'gain') return a.gainDecibels === b.gainDecibels
  return a.kind === b.kind
}

/** @throws AppError 'invalid-argument' when it is no number */
export function clampGain(decibels: number): number {
  if (Number.isNaN(decibels)) throw new AppError('invalid-argument', 'a gain must be a number', {})
  return Math.min(gainDecibelsRange.max, Math.max(gainDecibelsRange.min, decibels))
}
