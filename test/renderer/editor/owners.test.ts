import { describe, expect, it } from 'vitest'
import { emptyProject, type Project } from '@core/project/project'
import { ownersOf } from '../../../src/renderer/editor/owners'

const strip = { gainDecibels: 0, isMuted: false, isSoloed: false }

function projectOf(sourceIds: readonly (string | null)[]): Project {
  return {
    ...emptyProject,
    components: sourceIds.map((sourceId, index) => ({
      ...strip,
      id: `c${index}`,
      name: `Component ${index + 1}`,
      index,
      sourceId,
      colour: null,
      mergedInto: null,
      isPlaced: false
    })),
    sources: [
      { ...strip, id: 'drums', name: 'Drums', colour: 'sky' },
      { ...strip, id: 'piano', name: 'Piano', colour: 'amber' }
    ]
  }
}

describe('who has a part of a point', () => {
  it('is a source with all of its components, the strongest first', () => {
    const owners = ownersOf(projectOf(['drums', 'piano', 'drums']), Float32Array.of(0.25, 0.375, 0.375))
    expect(owners).toEqual([
      { id: 'drums', name: 'Drums', share: 0.625 },
      { id: 'piano', name: 'Piano', share: 0.375 }
    ])
  })

  it('may be a component that is in no source', () => {
    const [owner] = ownersOf(projectOf(['drums', null, 'piano']), Float32Array.of(0.25, 0.5, 0.25))
    expect(owner).toEqual({ id: 'c1', name: 'Component 2', share: 0.5 })
  })

  it('leaves out who would have 0 %', () => {
    const owners = ownersOf(projectOf(['drums', 'piano']), Float32Array.of(0.996, 0.004))
    expect(owners.map(({ name }) => name)).toEqual(['Drums'])
  })

  it('is nobody where nothing sounds, or before anything is separated', () => {
    expect(ownersOf(projectOf(['drums', null]), new Float32Array(2))).toEqual([])
    expect(ownersOf(emptyProject, new Float32Array(0))).toEqual([])
  })
})
