import { describe, expect, it } from 'vitest'
import { emptyProject, type Project } from '@core/project/project'
import { strongestOwner } from '../../../src/renderer/editor/strongest-owner'

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
      mergedInto: null
    })),
    sources: [
      { ...strip, id: 'drums', name: 'Drums', colour: 'sky' },
      { ...strip, id: 'piano', name: 'Piano', colour: 'amber' }
    ]
  }
}

describe('who has the most of a point', () => {
  it('is a source with all of its components', () => {
    const owner = strongestOwner(projectOf(['drums', 'piano', 'drums']), Float32Array.of(0.25, 0.375, 0.375))
    expect(owner).toEqual({ name: 'Drums', share: 0.625 })
  })

  it('may be a component that is in no source', () => {
    const owner = strongestOwner(projectOf(['drums', null, 'piano']), Float32Array.of(0.25, 0.5, 0.25))
    expect(owner).toEqual({ name: 'Component 2', share: 0.5 })
  })

  it('is nobody where nothing sounds, or before anything is separated', () => {
    expect(strongestOwner(projectOf(['drums', null]), new Float32Array(2))).toBeNull()
    expect(strongestOwner(emptyProject, new Float32Array(0))).toBeNull()
  })
})
