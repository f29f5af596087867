import { applyEdit, type Edit } from '@core/project/edits'
import { colourNames, emptyProject, type Project } from '@core/project/project'
import { defaultParameters } from '@core/separation/parameters'
import fc from 'fast-check'

/** A project with an opened recording and a separation of so many components, none of them in a source. */
export function separatedProject(componentCount: number): Project {
  const audio = {
    name: 'take.wav',
    sampleRate: 44_100,
    channelCount: 2,
    lengthSamples: 100_000,
    byteLength: 400_044,
    sha256: 'a'.repeat(64)
  }
  const separation = {
    id: 'separation-1',
    parameters: { ...defaultParameters, componentCount },
    binCount: 2049,
    columnCount: 101,
    costs: [3, 2, 1].map((cost, index) => ({ iteration: index + 1, cost })),
    seconds: 4,
    splitCount: 0
  }
  return applyEdit({ ...emptyProject, audio }, { type: 'set-separation', separation })
}

export function edited(project: Project, ...edits: Edit[]): Project {
  return edits.reduce(applyEdit, project)
}

const componentId = fc.constantFrom('component-1', 'component-2', 'component-3', 'component-4')
const componentIds = fc.uniqueArray(componentId)
const sourceId = fc.constantFrom('drums', 'guitar', 'voice')
const name = fc.string({ maxLength: 12 })
const gainDecibels = fc.oneof(fc.double({ noNaN: true }), fc.constantFrom(-Infinity, -60, 0, 12))
const strips = fc.oneof(
  fc.record({ kind: fc.constant('component' as const), ids: componentIds }),
  fc.record({ kind: fc.constant('source' as const), ids: fc.uniqueArray(sourceId) })
)
const strip = fc.oneof(
  fc.record({ kind: fc.constant('component' as const), id: componentId }),
  fc.record({ kind: fc.constant('source' as const), id: sourceId })
)
const groups = fc.uniqueArray(fc.record({ id: sourceId, name, componentIds }), { selector: (group) => group.id })

const sample = fc.oneof(fc.integer({ min: -50, max: 100_050 }), fc.constantFrom(0, 100_000), fc.double({ noNaN: true }))
export const anyRange = fc
  .tuple(sample, sample)
  .map(([a, b]) => ({ startSample: Math.min(a, b), endSample: Math.max(a, b) }))
const ranges = fc.array(anyRange, { maxLength: 3 })
const regionId = fc.constantFrom('region-1', 'region-2', 'region-3')
const effect = fc.oneof(
  fc.constantFrom({ kind: 'mute' as const }, { kind: 'fade-in' as const }, { kind: 'fade-out' as const }),
  gainDecibels.map((gain) => ({ kind: 'gain' as const, gainDecibels: gain }))
)
const target = fc.oneof(
  fc.constant({ kind: 'mix' as const }),
  fc.record({ kind: fc.constant('strips' as const), sourceIds: fc.uniqueArray(sourceId), componentIds })
)

const anyHint: fc.Arbitrary<Edit> = fc.oneof(
  fc.tuple(sourceId, fc.constantFrom('is' as const, 'is-not' as const), fc.nat(5)).map(([source, sign, id]): Edit => {
    const area = { kind: 'box' as const, startSeconds: 0.1, endSeconds: 0.2, lowHertz: 100, highHertz: 200 }
    return { type: 'add-hint', hint: { id: `hint-${id}`, source, sign, area } }
  }),
  fc.uniqueArray(fc.nat(5)).map((ids): Edit => ({ type: 'remove-hints', ids: ids.map((id) => `hint-${id}`) }))
)

export const anyTimeEdit: fc.Arbitrary<Edit> = fc.oneof(
  fc.tuple(regionId, anyRange, target, effect).map(([id, range, on, what]): Edit => ({
    type: 'add-region',
    region: { id, ...range, target: on, effect: what }
  })),
  fc.tuple(regionId, anyRange, effect).map(([id, range, what]): Edit => ({
    type: 'change-region',
    id,
    ...range,
    effect: what
  })),
  fc.uniqueArray(regionId).map((ids): Edit => ({ type: 'remove-regions', ids })),
  ranges.map((cut): Edit => ({ type: 'cut-time', ranges: cut })),
  ranges.map((restored): Edit => ({ type: 'restore-time', ranges: restored }))
)

/** Edits of a project with four components; some name sources that are not there. */
export const anyEdit: fc.Arbitrary<Edit> = fc.oneof(
  fc.tuple(strips, gainDecibels).map(([on, gain]): Edit => ({ type: 'set-gain', ...on, gainDecibels: gain })),
  fc.tuple(strips, fc.boolean()).map(([on, isMuted]): Edit => ({ type: 'set-muted', ...on, isMuted })),
  fc.tuple(strips, fc.boolean()).map(([on, isSoloed]): Edit => ({ type: 'set-soloed', ...on, isSoloed })),
  strip.map((on): Edit => ({ type: 'solo-only', ...on })),
  fc.constantFrom<Edit>({ type: 'clear-mutes' }, { type: 'clear-solos' }),
  fc.tuple(strip, name).map(([on, newName]): Edit => ({ type: 'rename', ...on, name: newName })),
  fc.record({
    type: fc.constant('set-colour' as const),
    kind: fc.constant('source' as const),
    id: sourceId,
    colour: fc.constantFrom(...colourNames)
  }),
  fc.record({
    type: fc.constant('set-colour' as const),
    kind: fc.constant('component' as const),
    id: componentId,
    colour: fc.constantFrom(...colourNames, null)
  }),
  fc.record({ type: fc.constant('make-source' as const), id: sourceId, name, componentIds }),
  sourceId.map((id): Edit => ({ type: 'remove-source', id })),
  fc
    .tuple(sourceId, fc.integer({ min: -2, max: 4 }))
    .map(([id, toIndex]): Edit => ({ type: 'move-source', id, toIndex })),
  fc.record({ type: fc.constant('move-components' as const), ids: componentIds, sourceId: fc.option(sourceId) }),
  componentIds.map((ids): Edit => ({ type: 'merge-components', ids })),
  componentId.map((id): Edit => ({ type: 'unmerge-component', id })),
  groups.map((made): Edit => ({ type: 'group-components', groups: made })),
  anyTimeEdit,
  anyHint
)
