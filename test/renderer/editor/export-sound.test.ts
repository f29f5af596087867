import { describe, expect, test } from 'vitest'
import { exportSound } from '../../../src/renderer/editor/export-sound'
import { edited, separatedProject } from '../../core/project/project-fixture'

const whole = { startSample: 0, endSample: 100_000 }
const project = edited(
  separatedProject(2),
  { type: 'set-gain', kind: 'component', ids: ['component-1'], gainDecibels: -60 },
  { type: 'set-muted', kind: 'component', ids: ['component-2'], isMuted: true },
  {
    type: 'add-region',
    region: { id: 'mix', ...whole, target: { kind: 'mix' }, effect: { kind: 'fade-in' } }
  },
  {
    type: 'add-region',
    region: {
      id: 'part',
      ...whole,
      target: { kind: 'strips', sourceIds: [], componentIds: ['component-2'] },
      effect: { kind: 'mute' }
    }
  },
  { type: 'cut-time', ranges: [{ startSample: 10, endSample: 20 }] }
)

const plain = { maskExponent: 1, isWiener: false } as const

describe('the sound of exported files', () => {
  test('says which component is of which source only where masks are to be shaped', () => {
    const grouped = edited(separatedProject(3), {
      type: 'make-source',
      id: 'drums',
      name: 'Drums',
      componentIds: ['component-2', 'component-3']
    })
    expect(exportSound(grouped, { ...plain, format: 'wav24', gains: 'unity' }).shaping).toBeUndefined()
    const choices = { maskExponent: 1.3, isWiener: true, format: 'wav24', gains: 'unity' } as const
    expect(exportSound(grouped, choices).shaping).toEqual({
      ...{ sources: ['drums'], componentSources: [-1, 0, 0], hints: [] },
      ...{ maskExponent: 1.3, isWiener: true }
    })
  })

  test('has gains and regions as set, and no mutes', () => {
    const { format, gains, edits } = exportSound(project, { ...plain, format: 'wav32f', gains: 'as-set' })
    expect(format).toBe('wav32f')
    expect([...gains]).toEqual([0, 1])
    expect(edits.components.map(({ componentIndices }) => componentIndices)).toEqual([[1]])
    expect(edits.mix).toHaveLength(1)
    expect(edits.cuts).toEqual([{ startSample: 10, endSample: 20 }])
  })

  test('at 0 dB has neither gains nor regions of components, yet those of the mix and the cuts', () => {
    const { gains, edits } = exportSound(project, { ...plain, format: 'wav24', gains: 'unity' })
    expect([...gains]).toEqual([1, 1])
    expect(edits.components).toEqual([])
    expect(edits.mix).toHaveLength(1)
    expect(edits.cuts).toEqual([{ startSample: 10, endSample: 20 }])
  })
})
