import { AppError } from '@core/errors'
import { applyEdit } from '@core/project/edits'
import { colourNames } from '@core/project/project'
import { projectSchema } from '@core/project/project-schema'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyEdit, edited, separatedProject } from './project-fixture'

const project = separatedProject(4)

/** The code with which an edit is refused. */
function refusal(run: () => unknown): string {
  try {
    run()
    return 'none'
  } catch (thrown) {
    return AppError.from(thrown).code
  }
}

test('whatever the edits, the project fits its schema, keeps its components, and the former value is untouched', () => {
  fc.assert(
    fc.property(fc.array(anyEdit, { maxLength: 30 }), (edits) => {
      let current = project
      for (const edit of edits) {
        const before = structuredClone(current)
        const former = current
        try {
          current = applyEdit(current, edit)
        } catch (thrown) {
          expect(['unknown-id', 'invalid-argument']).toContain(AppError.from(thrown).code)
        }
        expect(former).toEqual(before)
        expect(projectSchema.parse(current)).toEqual(current)
        expect(current.components.map(({ id }) => id)).toEqual(project.components.map(({ id }) => id))
      }
    })
  )
})

describe('a separation', () => {
  test('makes one component for each template, heard at 0 dB, in no source', () => {
    expect(project.components).toHaveLength(4)
    expect(project.components.map(({ index }) => index)).toEqual([0, 1, 2, 3])
    expect(project.components[3]).toMatchObject({ gainDecibels: 0, isMuted: false, isSoloed: false, sourceId: null })
  })

  test('replaces the components and the sources of the one before', () => {
    const grouped = edited(project, { type: 'make-source', id: 's', name: 'Drums', componentIds: ['component-1'] })
    const { parameters, ...rest } = project.separation!
    const separation = { ...rest, id: 'separation-2', parameters: { ...parameters, componentCount: 2 } }
    const next = applyEdit(grouped, { type: 'set-separation', separation })
    expect(next.components).toHaveLength(2)
    expect(next.sources).toEqual([])
  })
})

describe('sources', () => {
  const grouped = edited(
    project,
    { type: 'make-source', id: 'drums', name: ' Drums ', componentIds: ['component-1', 'component-2'] },
    { type: 'make-source', id: 'guitar', name: '', componentIds: ['component-2'] }
  )

  test('take their components from where they were, and get a name and the next colour', () => {
    expect(grouped.components.map(({ sourceId }) => sourceId)).toEqual(['drums', 'guitar', null, null])
    expect(grouped.sources.map(({ name, colour }) => [name, colour])).toEqual([
      ['Drums', colourNames[0]],
      ['Source 2', colourNames[1]]
    ])
  })

  test('are put elsewhere in the list, at most to its ends', () => {
    const order = (toIndex: number) =>
      edited(grouped, { type: 'move-source', id: 'drums', toIndex }).sources.map(({ id }) => id)
    expect(order(1)).toEqual(['guitar', 'drums'])
    expect(order(7)).toEqual(['guitar', 'drums'])
    expect(order(-1)).toEqual(['drums', 'guitar'])
    expect(applyEdit(grouped, { type: 'move-source', id: 'drums', toIndex: 0 })).toBe(grouped)
    expect(refusal(() => applyEdit(grouped, { type: 'move-source', id: 'none', toIndex: 0 }))).toBe('unknown-id')
  })

  test('give a colour back when they go, and repeat colours from the ninth on', () => {
    const without = edited(grouped, { type: 'remove-source', id: 'drums' })
    expect(without.components.map(({ sourceId }) => sourceId)).toEqual([null, 'guitar', null, null])
    const ids = Array.from({ length: 9 }, (_, i) => `s${i}`)
    const many = edited(project, ...ids.map((id) => ({ type: 'make-source', id, name: id, componentIds: [] }) as const))
    expect(many.sources.map(({ colour }) => colour)).toEqual([...colourNames, colourNames[0]])
    const again = edited(without, { type: 'make-source', id: 'bass', name: 'Bass', componentIds: [] })
    expect(again.sources.map(({ colour }) => colour)).toEqual([colourNames[1], colourNames[0]])
  })

  test('with an id that is taken are refused', () => {
    const edit = { type: 'make-source', id: 'drums', name: 'x', componentIds: [] } as const
    expect(refusal(() => applyEdit(grouped, edit))).toBe('invalid-argument')
  })

  test('are all replaced by a grouping', () => {
    const groups = [{ id: 'new', name: 'New', componentIds: ['component-3'] }]
    const next = applyEdit(grouped, { type: 'group-components', groups })
    expect(next.sources.map(({ id }) => id)).toEqual(['new'])
    expect(next.components.map(({ sourceId }) => sourceId)).toEqual([null, null, 'new', null])
  })
})

describe('strips', () => {
  test('keep their gain within the fader, and no number is refused', () => {
    const set = (gainDecibels: number) =>
      applyEdit(project, { type: 'set-gain', kind: 'component', ids: ['component-1'], gainDecibels }).components[0]
    expect([99, -Infinity, -3].map((gain) => set(gain).gainDecibels)).toEqual([12, -60, -3])
    expect(refusal(() => set(Number.NaN))).toBe('invalid-argument')
  })

  test('soloed alone end every other solo', () => {
    const soloed = edited(
      project,
      { type: 'make-source', id: 's', name: 'S', componentIds: ['component-1'] },
      { type: 'set-soloed', kind: 'source', ids: ['s'], isSoloed: true },
      { type: 'set-soloed', kind: 'component', ids: ['component-2', 'component-3'], isSoloed: true },
      { type: 'solo-only', kind: 'component', id: 'component-4' }
    )
    expect(soloed.components.map(({ isSoloed }) => isSoloed)).toEqual([false, false, false, true])
    expect(soloed.sources[0].isSoloed).toBe(false)
  })

  test('that are not there are refused, and an empty name is no change', () => {
    const ids = ['component-9']
    expect(refusal(() => applyEdit(project, { type: 'set-muted', kind: 'component', ids, isMuted: true }))).toBe(
      'unknown-id'
    )
    expect(refusal(() => applyEdit(project, { type: 'move-components', ids: [], sourceId: 'none' }))).toBe('unknown-id')
    expect(refusal(() => applyEdit(project, { type: 'remove-source', id: 'none' }))).toBe('unknown-id')
    expect(applyEdit(project, { type: 'rename', kind: 'component', id: 'component-1', name: '  ' })).toBe(project)
  })

  test('that already are as an edit wants them leave the project as it is, so that redo is kept', () => {
    const { components } = project
    const ids = components.map(({ id }) => id)
    expect(applyEdit(project, { type: 'set-muted', kind: 'component', ids, isMuted: false })).toBe(project)
    expect(applyEdit(project, { type: 'set-gain', kind: 'component', ids, gainDecibels: 0 })).toBe(project)
    expect(applyEdit(project, { type: 'move-components', ids, sourceId: null })).toBe(project)
    expect(applyEdit(project, { type: 'clear-mutes' })).toBe(project)
    expect(applyEdit(project, { type: 'clear-solos' })).toBe(project)
  })
})
