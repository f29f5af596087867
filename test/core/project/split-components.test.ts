import { AppError } from '@core/errors'
import { applyEdit, type Edit } from '@core/project/edits'
import { projectSchema } from '@core/project/project-schema'
import { expect, test } from 'vitest'
import { edited, separatedProject } from './project-fixture'

const project = edited(
  separatedProject(4),
  { type: 'make-source', id: 'drums', name: 'Drums', componentIds: ['component-2'] },
  { type: 'set-gain', kind: 'component', ids: ['component-2'], gainDecibels: -6 },
  { type: 'rename', kind: 'component', id: 'component-3', name: 'Hats' },
  { type: 'merge-components', ids: ['component-2', 'component-4'] }
)

function splitting(id: string, componentCount: number, names: readonly string[]): Edit {
  const { parameters, ...separation } = project.separation!
  return {
    type: 'split-component',
    id,
    separation: { ...separation, id: 'split', parameters: { ...parameters, componentCount } },
    names
  }
}

test('parts inherit what was set, the first the id too, and stand where the first template stood', () => {
  const next = applyEdit(project, splitting('component-2', 5, ['A', 'B', 'C']))
  expect(projectSchema.parse(next)).toEqual(next)
  expect(next.components.map(({ id }) => id)).toEqual([
    'component-1',
    'component-2',
    'component-5',
    'component-6',
    'component-3'
  ])
  expect(next.components.slice(1, 4).map(({ name }) => name)).toEqual(['A', 'B', 'C'])
  for (const part of next.components.slice(1, 4)) {
    expect(part).toMatchObject({ gainDecibels: -6, sourceId: 'drums', mergedInto: null })
  }
  expect(next.components[4]).toEqual({ ...project.components[2], index: 4 })
})

test('the separation says how many splits came after its run, which another run begins anew', () => {
  const once = applyEdit(project, splitting('component-2', 5, ['A', 'B', 'C']))
  const twice = applyEdit(once, splitting('component-1', 6, ['D', 'E']))
  expect([project, once, twice].map(({ separation }) => separation?.splitCount)).toEqual([0, 1, 2])
  expect(twice.separation?.costs).toEqual(project.separation?.costs)
  const again = applyEdit(twice, { type: 'set-separation', separation: { ...project.separation!, id: 'again' } })
  expect(again.separation?.splitCount).toBe(0)
})

test('a separation of another number of components is refused', () => {
  expect(() => applyEdit(project, splitting('component-2', 6, ['A', 'B', 'C']))).toThrow(AppError)
  expect(() => applyEdit(project, splitting('none', 5, ['A', 'B']))).toThrow(AppError)
})
