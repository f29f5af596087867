import { AppError } from '@core/errors'
import { componentGains, residualGains } from '@core/project/audibility'
import { applyEdit } from '@core/project/edits'
import { mergedMembers, standingComponents } from '@core/project/merged-components'
import { parseProjectFile } from '@core/project/project-schema'
import { describe, expect, test } from 'vitest'
import { edited, separatedProject } from './project-fixture'

const project = edited(
  separatedProject(5),
  { type: 'make-source', id: 'drums', name: 'Drums', componentIds: ['component-2', 'component-5'] },
  { type: 'set-gain', kind: 'component', ids: ['component-1'], gainDecibels: -6 },
  { type: 'rename', kind: 'component', id: 'component-4', name: 'Hats' },
  { type: 'set-colour', kind: 'component', id: 'component-4', colour: 'mint' }
)
const merged = edited(project, { type: 'merge-components', ids: ['component-2', 'component-4'] })

describe('merged components', () => {
  test('are one, of the first, in its source, and nothing else sounds otherwise', () => {
    expect(standingComponents(merged.components).map(({ id }) => id)).toEqual([
      'component-1',
      'component-2',
      'component-3',
      'component-5'
    ])
    expect(mergedMembers(merged.components, 'component-2').map(({ index }) => index)).toEqual([1, 3])
    expect(merged.components[3]).toMatchObject({ sourceId: 'drums', mergedInto: 'component-2', name: 'Hats' })
    expect(componentGains(merged)).toEqual(componentGains(project))
  })

  test('sound as the first of them did', () => {
    const louder = edited(
      project,
      { type: 'set-muted', kind: 'component', ids: ['component-1'], isMuted: true },
      { type: 'set-soloed', kind: 'component', ids: ['component-5'], isSoloed: true },
      { type: 'set-gain', kind: 'component', ids: ['component-5'], gainDecibels: 3 },
      { type: 'merge-components', ids: ['component-1', 'component-5'] }
    )
    const first = { gainDecibels: -6, isMuted: true, isSoloed: false, sourceId: null }
    for (const member of mergedMembers(louder.components, 'component-1')) expect(member).toMatchObject(first)
  })

  test('share every switch and fader, whichever of them is named', () => {
    const set = edited(
      merged,
      { type: 'set-gain', kind: 'component', ids: ['component-2'], gainDecibels: 6 },
      { type: 'set-soloed', kind: 'component', ids: ['component-4'], isSoloed: true },
      { type: 'move-components', ids: ['component-2'], sourceId: null }
    )
    const gain = Math.fround(10 ** (6 / 20))
    expect([...componentGains(set)]).toEqual([0, gain, 0, gain, 0])
    expect([...residualGains(set)]).toEqual([1, 0, 1, 0, 1])
    expect(set.components[3]).toMatchObject({ sourceId: null })
    const only = edited(merged, { type: 'solo-only', kind: 'component', id: 'component-2' })
    expect(only.components.map(({ isSoloed }) => isSoloed)).toEqual([false, true, false, true, false])
  })

  test('keep their names and colours for the day on which they part', () => {
    const apart = edited(merged, { type: 'unmerge-component', id: 'component-2' })
    expect(apart.components[3]).toEqual({ ...project.components[3], sourceId: 'drums' })
    expect(apart.components[1]).toEqual(project.components[1])
  })

  test('can be merged further, all into the first', () => {
    const more = edited(merged, { type: 'merge-components', ids: ['component-3', 'component-2'] })
    expect(more.components.map(({ mergedInto }) => mergedInto)).toEqual([
      null,
      'component-3',
      null,
      'component-3',
      null
    ])
    expect(more.components[1]!.sourceId).toBe(null)
  })

  test('need to be two at least', () => {
    for (const ids of [[], ['component-1'], ['component-2', 'component-4']]) {
      expect(() => applyEdit(merged, { type: 'merge-components', ids })).toThrow(AppError)
    }
    expect(applyEdit(project, { type: 'unmerge-component', id: 'component-1' })).toBe(project)
  })

  test('stay one after another separation, also where the first of them was not recognised', () => {
    const separation = { ...merged.separation!, id: 'separation-2' }
    const kept = edited(merged, { type: 'set-separation', separation, matches: [3, 1, null, 0, 2] })
    expect(kept.components[0]!.mergedInto).toBe('component-2')
    const three = edited(merged, { type: 'merge-components', ids: ['component-2', 'component-5'] })
    const led = edited(three, { type: 'set-separation', separation, matches: [4, 3, null, null, null] })
    expect(led.components.slice(0, 2).map(({ id, mergedInto }) => [id, mergedInto])).toEqual([
      ['component-5', null],
      ['component-4', 'component-5']
    ])
    expect(led.components[0]!.name).toBe('Component 2')
  })
})

test('a project of version 2 has no merged components', () => {
  const { components, ...rest } = project
  const former = components.map(({ mergedInto: _merged, isPlaced: _placed, ...component }) => component)
  const file = {
    version: 2,
    audioStorage: { kind: 'embedded', entry: 'audio/take.wav' },
    project: { ...rest, components: former }
  }
  expect(parseProjectFile(JSON.parse(JSON.stringify(file))).project).toEqual({
    ...project,
    components: components.map((component) => ({ ...component, isPlaced: false }))
  })
})

test('a file in which merged components do not sound as one is refused', () => {
  const components = merged.components.map((component) =>
    component.id === 'component-4' ? { ...component, isMuted: true } : component
  )
  const file = {
    version: 3,
    audioStorage: { kind: 'embedded', entry: 'audio/take.wav' },
    project: { ...merged, components }
  }
  expect(() => parseProjectFile(file)).toThrow(/merged components/)
})
