import { audibilities, componentGains, gainsAsSet, residualGains, soloedOnly } from '@core/project/audibility'
import { applyEdit, type Edit } from '@core/project/edits'
import { gainDecibelsRange, type Project } from '@core/project/project'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyEdit, edited, separatedProject } from './project-fixture'

// Components 1 and 2 are the drums, 3 is the guitar, 4 is in no source.
const project = edited(
  separatedProject(4),
  { type: 'make-source', id: 'drums', name: 'Drums', componentIds: ['component-1', 'component-2'] },
  { type: 'make-source', id: 'guitar', name: 'Guitar', componentIds: ['component-3'] }
)
const solo = (kind: 'component' | 'source', id: string) =>
  ({ type: 'set-soloed', kind, ids: [id], isSoloed: true }) as const
const mute = (kind: 'component' | 'source', id: string) =>
  ({ type: 'set-muted', kind, ids: [id], isMuted: true }) as const
/** Those that the project refuses are left out. */
function applied(edits: readonly Edit[]): Project {
  return edits.reduce((before, edit) => {
    try {
      return applyEdit(before, edit)
    } catch {
      return before
    }
  }, project)
}
const [h, m, s] = ['heard', 'muted', 'silenced-by-solo']

describe('who is heard', () => {
  test.each([
    ['everybody at first', [], [h, h, h, h]],
    [
      'not what is muted, alone or with its source',
      [mute('source', 'drums'), mute('component', 'component-4')],
      [m, m, h, m]
    ],
    ['only a soloed source', [solo('source', 'drums')], [h, h, s, s]],
    ['only a soloed component', [solo('component', 'component-4')], [s, s, s, h]],
    ['all that is soloed', [solo('source', 'guitar'), solo('component', 'component-4')], [s, s, h, h]],
    [
      'the component that is soloed inside a soloed source',
      [solo('source', 'drums'), solo('component', 'component-2')],
      [s, h, s, s]
    ],
    [
      'not what is muted, though it is soloed',
      [solo('source', 'drums'), mute('component', 'component-1')],
      [m, h, s, s]
    ],
    ['nobody when the only solo is muted', [solo('source', 'guitar'), mute('source', 'guitar')], [s, s, m, s]]
  ] as const)('%s', (_name, edits, expected) => {
    expect(audibilities(edited(project, ...edits))).toEqual(expected)
  })
})

test('what is heard alone is heard whatever is muted or soloed, and nothing else', () => {
  fc.assert(
    fc.property(fc.array(anyEdit, { maxLength: 12 }), fc.nat(), (edits, chosen) => {
      const present = applied(edits)
      const { components } = present
      if (components.length === 0) return
      const { id } = components[chosen % components.length]!
      const heard = audibilities(soloedOnly(present, new Set([id])))
      components.forEach((component, k) => expect(heard[k] === 'heard').toBe(component.id === id))
    })
  )
})

describe('gains', () => {
  const faded = edited(
    project,
    { type: 'set-gain', kind: 'component', ids: ['component-1'], gainDecibels: -6 },
    { type: 'set-gain', kind: 'source', ids: ['drums'], gainDecibels: 6 },
    { type: 'set-gain', kind: 'source', ids: ['guitar'], gainDecibels: gainDecibelsRange.min }
  )

  test('are the product of component and source; the lowest fader is silence; 0 dB is exactly 1', () => {
    const gains = componentGains(faded)
    expect(gains[0]).toBeCloseTo(1, 6)
    expect(gains[1]).toBeCloseTo(10 ** (6 / 20), 6)
    expect([gains[2], gains[3]]).toEqual([0, 1])
  })

  test('as set do not care who is heard', () => {
    const soloed = edited(faded, solo('component', 'component-4'))
    expect(gainsAsSet(soloed)).toEqual(gainsAsSet(faded))
    expect([...componentGains(soloed)]).toEqual([0, 0, 0, 1])
  })

  test('of the residual are 1 for exactly those that are not heard', () => {
    fc.assert(
      fc.property(fc.array(anyEdit, { maxLength: 20 }), (edits) => {
        const current = applied(edits)
        const heard = audibilities(current)
        const residual = residualGains(current)
        componentGains(current).forEach((gain, index) => {
          expect(residual[index]).toBe(heard[index] === 'heard' ? 0 : 1)
          if (heard[index] !== 'heard') expect(gain).toBe(0)
          expect(gain).toBeGreaterThanOrEqual(0)
          expect(gain).toBeLessThan(16)
        })
      })
    )
  })
})
