import { expect, test } from 'vitest'
import { paintedShaping } from '../../../src/renderer/editor/painted-shaping'
import { exportSound } from '../../../src/renderer/editor/export-sound'
import { edited, separatedProject } from '../../core/project/project-fixture'

const area = { kind: 'box', startSeconds: 0, endSeconds: 1, lowHertz: 50, highHertz: 150 } as const
const grouped = edited(separatedProject(3), {
  type: 'make-source',
  id: 'drums',
  name: 'Drums',
  componentIds: ['component-3']
})
const painted = edited(grouped, { type: 'add-hint', hint: { id: '1', source: 'drums', sign: 'is', area } })

test('what is painted is heard and exported alike, with the sources of the components', () => {
  expect(paintedShaping(grouped)).toBeNull()
  const shaping = paintedShaping(painted)
  expect(shaping).toEqual({
    sources: ['drums'],
    componentSources: [-1, -1, 0],
    hints: [{ source: 'drums', sign: 'is', area }]
  })
  const plain = { maskExponent: 1, isWiener: false, format: 'wav24', gains: 'unity' } as const
  expect(exportSound(painted, plain).shaping).toEqual({ ...shaping, maskExponent: 1, isWiener: false })
})
