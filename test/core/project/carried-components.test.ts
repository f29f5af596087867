import { AppError } from '@core/errors'
import { applyEdit } from '@core/project/edits'
import { createHistory, record, undo } from '@core/project/history'
import type { Project } from '@core/project/project'
import { projectSchema } from '@core/project/project-schema'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyEdit, edited, separatedProject } from './project-fixture'

/** The project after another separation of as many components as there are matches. */
function separatedAgain(project: Project, matches: readonly (number | null)[]): Project {
  const separation = {
    ...project.separation!,
    id: 'separation-2',
    parameters: { ...project.separation!.parameters, componentCount: matches.length }
  }
  return applyEdit(project, { type: 'set-separation', separation, matches })
}

const project = edited(
  separatedProject(4),
  { type: 'make-source', id: 'drums', name: 'Drums', componentIds: ['component-1', 'component-2'] },
  { type: 'make-source', id: 'voice', name: 'Voice', componentIds: ['component-4'] },
  { type: 'make-source', id: 'later', name: 'Later', componentIds: [] },
  { type: 'rename', kind: 'component', id: 'component-2', name: 'Kick' },
  { type: 'set-gain', kind: 'component', ids: ['component-2'], gainDecibels: -6 },
  { type: 'set-colour', kind: 'component', id: 'component-2', colour: 'mint' },
  { type: 'set-soloed', kind: 'component', ids: ['component-2'], isSoloed: true },
  { type: 'set-muted', kind: 'component', ids: ['component-3'], isMuted: true }
)

describe('components of a separation that carries on a former one', () => {
  const next = separatedAgain(project, [null, 2, 1, null, null])

  test('keep everything that was set for them wherever they stand now', () => {
    expect(next.components[2]).toEqual({ ...project.components[1], index: 2 })
    expect(next.components[1]).toEqual({ ...project.components[2], index: 1 })
  })

  test('are new under fresh ids and the lowest free names where nothing matches', () => {
    const fresh = [0, 3, 4].map((index) => next.components[index])
    expect(fresh.map(({ id }) => id)).toEqual(['component-5', 'component-6', 'component-7'])
    expect(fresh.map(({ name }) => name)).toEqual(['Component 1', 'Component 2', 'Component 4'])
    for (const component of fresh) {
      expect(component).toMatchObject({
        gainDecibels: 0,
        isMuted: false,
        isSoloed: false,
        sourceId: null,
        colour: null,
        mergedInto: null,
        isPlaced: false
      })
    }
  })

  test('leave a source that lost them all, but not one that was empty before', () => {
    expect(next.sources.map(({ id }) => id)).toEqual(['drums', 'later'])
    expect(next.sources[0]).toBe(project.sources[0])
  })

  test('are undone like any edit', () => {
    const history = record(createHistory(project, null), next)
    expect(undo(history).present).toBe(project)
  })

  test('are refused when a match names none or one twice, or one is missing', () => {
    for (const matches of [
      [4, null],
      [1, 1],
      [-1, null],
      [0.5, null]
    ]) {
      expect(() => separatedAgain(project, matches)).toThrow(AppError)
    }
    const { separation } = project
    const edit = { type: 'set-separation', separation: separation!, matches: [0] } as const
    expect(() => applyEdit(project, edit)).toThrow(AppError)
  })
})

test('all start afresh when no matches are given', () => {
  const next = applyEdit(project, { type: 'set-separation', separation: project.separation! })
  expect(next.components).toEqual(separatedProject(4).components)
  expect(next.sources).toEqual([])
})

test('whatever was edited and whatever matches, the project fits its schema and matched components keep their identity', () => {
  const anyMatches = fc
    .tuple(fc.shuffledSubarray([0, 1, 2, 3]), fc.integer({ min: 2, max: 7 }))
    .chain(([indices, size]) => {
      const list = [...indices.slice(0, size), ...new Array<null>(Math.max(0, size - indices.length)).fill(null)]
      return fc.shuffledSubarray<number | null>(list, { minLength: list.length })
    })
  fc.assert(
    fc.property(fc.array(anyEdit, { maxLength: 12 }), anyMatches, anyMatches, (edits, matches, again) => {
      let current = project
      for (const edit of edits) {
        try {
          current = applyEdit(current, edit)
        } catch (thrown) {
          expect(['unknown-id', 'invalid-argument']).toContain(AppError.from(thrown).code)
        }
      }
      const next = separatedAgain(current, matches)
      expect(projectSchema.parse(next)).toEqual(next)
      matches.forEach((match, index) => {
        if (match !== null) {
          const former = current.components[match]
          const kept = new Set(next.components.map(({ id }) => id))
          // one that was merged into a component that went may stand for it now
          const isLed = former.mergedInto === null || kept.has(former.mergedInto)
          expect(next.components[index]).toMatchObject(isLed ? { ...former, index } : { id: former.id, index })
        } else expect(current.components.map(({ id }) => id)).not.toContain(next.components[index].id)
      })
      const possible = again.map((match) => (match !== null && match < next.components.length ? match : null))
      expect(projectSchema.parse(separatedAgain(next, possible))).toBeTruthy()
    })
  )
})
