import { applyEdit } from '@core/project/edits'
import { describeChanges } from '@core/project/describe-changes'
import type { PaintedHint } from '@core/project/project'
import { expect, test } from 'vitest'
import { edited, separatedProject } from './project-fixture'

const hint: PaintedHint = {
  ...{ id: 'hint-1', source: 'drums', sign: 'is' },
  area: { kind: 'box', startSeconds: 0, endSeconds: 1, lowHertz: 50, highHertz: 150 }
}
const project = edited(
  separatedProject(3),
  { type: 'make-source', id: 'drums', name: 'Drums', componentIds: ['component-1'] },
  { type: 'make-source', id: 'voice', name: 'Voice', componentIds: ['component-2'] },
  { type: 'add-hint', hint }
)

test('paint is kept until it is erased or its source goes', () => {
  expect(project.hints).toEqual([hint])
  expect(applyEdit(project, { type: 'remove-hints', ids: ['hint-1'] }).hints).toEqual([])
  expect(applyEdit(project, { type: 'remove-hints', ids: ['hint-2'] })).toBe(project)
  expect(applyEdit(project, { type: 'remove-source', id: 'voice' }).hints).toEqual([hint])
  expect(applyEdit(project, { type: 'remove-source', id: 'drums' }).hints).toEqual([])
})

test('paint for nobody, or twice under one id, is refused', () => {
  expect(() => applyEdit(project, { type: 'add-hint', hint: { ...hint, id: '2', source: 'nobody' } })).toThrow()
  expect(() => applyEdit(project, { type: 'add-hint', hint })).toThrow(/already/)
})

test('is told among the changes', () => {
  expect(describeChanges({ ...project, hints: [] }, project)).toEqual(['1 hint painted'])
  expect(describeChanges(project, { ...project, hints: [] })).toEqual(['paint erased'])
})
