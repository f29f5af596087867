import { heardEdits, mixEdits, residualEdits } from '@core/project/heard-edits'
import { expect, test } from 'vitest'
import { edited, separatedProject } from './project-fixture'

const range = { startSample: 100, endSample: 200 }
const onDrums = { kind: 'strips', sourceIds: ['drums'], componentIds: ['component-4'] } as const
const project = edited(
  separatedProject(4),
  { type: 'make-source', id: 'drums', name: 'Drums', componentIds: ['component-1', 'component-3'] },
  { type: 'add-region', region: { id: 'a', ...range, target: onDrums, effect: { kind: 'gain', gainDecibels: -20 } } },
  { type: 'add-region', region: { id: 'b', ...range, target: onDrums, effect: { kind: 'mute' } } },
  { type: 'add-region', region: { id: 'c', ...range, target: { kind: 'mix' }, effect: { kind: 'mute' } } },
  { type: 'add-region', region: { id: 'd', ...range, target: { kind: 'mix' }, effect: { kind: 'fade-out' } } },
  { type: 'add-region', region: { id: 'e', ...range, target: onDrums, effect: { kind: 'gain', gainDecibels: -60 } } },
  { type: 'cut-time', ranges: [{ startSample: 500, endSample: 600 }] }
)
const silent = { ...range, shape: 'constant', gain: 0 }

test('what is on is heard with every region: components by their place, the mix by itself', () => {
  const componentIndices = [0, 2, 3]
  expect(heardEdits(project)).toEqual({
    mix: [silent, { ...range, shape: 'fade-out', gain: 1 }],
    components: [
      { ...range, shape: 'constant', gain: 0.1, componentIndices },
      { ...silent, componentIndices },
      { ...silent, componentIndices }
    ],
    action: 'scale',
    cuts: project.cuts
  })
})

test('the recording without components has the regions of the mix', () => {
  expect(mixEdits(project)).toEqual({ ...heardEdits(project), components: [] })
})

test('the residual holds what a region mutes, and no gain or fade', () => {
  expect(residualEdits(project)).toEqual({
    mix: [],
    components: [
      { ...silent, componentIndices: [0, 2, 3] },
      { ...silent, componentIndices: [0, 1, 2, 3] }
    ],
    action: 'fill',
    cuts: project.cuts
  })
})
