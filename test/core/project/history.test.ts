import { applyEdit } from '@core/project/edits'
import { closeStep, createHistory, isDirty, markSaved, record, redo, undo, type History } from '@core/project/history'
import type { Project } from '@core/project/project'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyEdit, separatedProject } from './project-fixture'

const start = separatedProject(4)

function dispatch(history: History<Project>, edits: Parameters<typeof applyEdit>[1][]): History<Project> {
  return edits.reduce((current, edit) => {
    try {
      return record(current, applyEdit(current.present, edit))
    } catch {
      return current
    }
  }, history)
}

function repeated<T>(step: (history: History<T>) => History<T>, history: History<T>): History<T> {
  const next = step(history)
  return next === history ? history : repeated(step, next)
}

test('any sequence of edits undone gives back the start, and redone the end', () => {
  fc.assert(
    fc.property(fc.array(anyEdit, { maxLength: 30 }), (edits) => {
      const end = dispatch(createHistory(start, start), edits)
      const undone = repeated(undo, end)
      expect(undone.present).toBe(start)
      expect(isDirty(undone)).toBe(false)
      expect(repeated(redo, undone).present).toBe(end.present)
    })
  )
})

test('an undo in the middle and a new edit forget what was undone', () => {
  let history = ['b', 'c'].reduce((current, value) => record(current, value), createHistory('a', null))
  history = record(undo(history), 'd')
  expect([history.past, history.present, history.future]).toEqual([['a', 'b'], 'd', []])
})

test('records with one merge key are one step, until the step is closed or undone', () => {
  let history = createHistory(0, null)
  for (const value of [1, 2, 3]) history = record(history, value, 'drag')
  expect(undo(history).present).toBe(0)
  history = record(closeStep(history), 4, 'drag')
  expect(undo(history).present).toBe(3)
  expect(undo(record(undo(history), 5, 'drag')).present).toBe(3)
})

test('a merge that would change a saved value begins a step of its own, so that the saved one can be come back to', () => {
  const saved = markSaved(record(createHistory(0, 0), 1, 'drag'))
  expect(isDirty(saved)).toBe(false)
  const changed = record(saved, 2, 'drag')
  expect(isDirty(changed)).toBe(true)
  expect(isDirty(undo(changed))).toBe(false)
})

test('a record of the same value keeps redo', () => {
  const history = undo(record(createHistory('a', null), 'b'))
  expect(redo(record(history, 'a')).present).toBe('b')
})

test('the past has a limit, also by way of redo', () => {
  let history = createHistory(0, null)
  for (let value = 1; value <= 600; value++) history = record(history, value)
  expect(history.past).toHaveLength(500)
  expect(repeated(undo, history).present).toBe(100)
  expect(repeated(redo, repeated(undo, history)).past).toHaveLength(500)
})
