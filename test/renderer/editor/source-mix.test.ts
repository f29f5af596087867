import { expect, test } from 'vitest'
import { sourceMixes } from '../../../src/renderer/editor/source-mix'
import { edited, separatedProject } from '../../core/project/project-fixture'

const project = edited(separatedProject(3), {
  type: 'make-source',
  id: 'drums',
  name: 'Drums',
  componentIds: ['component-1', 'component-2']
})

test('a whole source is its components at weight 1, whatever its own fader says', () => {
  const lowered = edited(project, { type: 'set-gain', kind: 'source', ids: ['drums'], gainDecibels: -20 })
  const { componentIndices, weights, gain } = sourceMixes(lowered).get('drums')!
  expect([componentIndices, weights]).toEqual([
    [0, 1],
    [1, 1]
  ])
  expect(gain).toBeCloseTo(0.1)
})

test('components that are muted are left out, and the quieter ones weigh less', () => {
  const quieter = edited(project, { type: 'set-gain', kind: 'component', ids: ['component-2'], gainDecibels: -20 })
  expect(sourceMixes(quieter).get('drums')!.weights).toEqual([1, 0.1])
  const muted = edited(quieter, { type: 'set-muted', kind: 'component', ids: ['component-1'], isMuted: true })
  const { componentIndices, weights, gain } = sourceMixes(muted).get('drums')!
  expect([componentIndices, weights]).toEqual([[1], [1]])
  expect(gain).toBeCloseTo(0.1)
})

test('nothing is heard of a muted source', () => {
  const muted = edited(project, { type: 'set-muted', kind: 'source', ids: ['drums'], isMuted: true })
  expect(sourceMixes(muted).get('drums')).toEqual({ componentIndices: [], weights: [], gain: 0 })
})
