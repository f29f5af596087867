import { describeChanges } from '@core/project/describe-changes'
import { applyEdit } from '@core/project/edits'
import { linksByIndex } from '@core/project/pair-links'
import { expect, test } from 'vitest'
import { edited, separatedProject } from './project-fixture'

const project = edited(
  separatedProject(4),
  { type: 'make-source', id: 'drums', name: 'Drums', componentIds: ['component-1'] },
  { type: 'make-source', id: 'voice', name: 'Voice', componentIds: ['component-2'], isPlaced: false }
)
const placed = (of: typeof project) => of.components.filter(({ isPlaced }) => isPlaced).map(({ id }) => id)

test('what a person put into a source is placed, what the program put there is not', () => {
  expect(placed(project)).toEqual(['component-1'])
  const moved = edited(
    project,
    { type: 'move-components', ids: ['component-3'], sourceId: 'voice' },
    { type: 'move-components', ids: ['component-4'], sourceId: 'voice', isPlaced: false }
  )
  expect(placed(moved)).toEqual(['component-1', 'component-3'])
  expect(placed(edited(moved, { type: 'place-components', ids: ['component-2'], isPlaced: true }))).toHaveLength(3)
  expect(placed(edited(moved, { type: 'remove-source', id: 'drums' }))).toEqual(['component-3'])
  expect(placed(edited(moved, { type: 'group-components', groups: [] }))).toEqual([])
})

test('merged components are placed as one', () => {
  const merged = edited(project, { type: 'merge-components', ids: ['component-2', 'component-3'] })
  expect(placed(edited(merged, { type: 'place-components', ids: ['component-2'], isPlaced: true }))).toEqual([
    'component-1',
    'component-2',
    'component-3'
  ])
})

test('the last word about a pair counts, and it can be taken back', () => {
  const ids = ['component-1', 'component-2', 'component-4']
  const together = edited(project, { type: 'link-components', kind: 'together', ids })
  expect(linksByIndex(together)).toEqual({
    together: [
      [0, 1],
      [0, 3]
    ],
    apart: []
  })
  const turned = edited(together, { type: 'link-components', kind: 'apart', ids: ['component-2', 'component-1'] })
  expect(linksByIndex(turned)).toEqual({ together: [[0, 3]], apart: [[1, 0]] })
  const left = edited(turned, { type: 'unlink-components', pair: ['component-1', 'component-2'] })
  expect(linksByIndex(left)).toEqual({ together: [[0, 3]], apart: [] })
  expect(describeChanges(project, left)).toEqual(['1 pair linked'])
  expect(() => applyEdit(project, { type: 'link-components', kind: 'apart', ids: ['component-1', 'nobody'] })).toThrow()
})

test('links go with components that a new separation carries on, and with no others', () => {
  const linked = edited(
    project,
    { type: 'link-components', kind: 'together', ids: ['component-1', 'component-2'] },
    { type: 'link-components', kind: 'apart', ids: ['component-3', 'component-4'] }
  )
  const separation = { ...project.separation!, id: 'again' }
  const carried = edited(linked, { type: 'set-separation', separation, matches: [null, 1, 0, 2] })
  expect(linksByIndex(carried)).toEqual({ together: [[2, 1]], apart: [] })
  expect(edited(linked, { type: 'set-separation', separation }).links).toEqual([])
})

test('a component that was confirmed is told among the changes', () => {
  const confirmed = edited(project, { type: 'place-components', ids: ['component-2'], isPlaced: true })
  expect(describeChanges(project, confirmed)).toEqual(['1 component confirmed or freed'])
})
