import { describe, expect, it } from 'vitest'
import { describeChanges } from '@core/project/describe-changes'
import { emptyProject } from '@core/project/project'
import { edited, separatedProject } from './project-fixture'

const project = separatedProject(6)
const drums = edited(project, { type: 'make-source', id: 'drums', name: 'Drums', componentIds: ['component-1'] })

describe('the changes between two states of a project', () => {
  it('are none where they are equal', () => {
    expect(describeChanges(project, structuredClone(project))).toEqual([])
  })

  it('name a separation, and not each of its components', () => {
    const before = { ...emptyProject, audio: project.audio }
    expect(describeChanges(before, project)).toEqual(['separated into 6 components'])
  })

  it('name sources that were made, and the components that moved', () => {
    expect(describeChanges(project, drums)).toEqual(['1 source made (Drums)', '1 component moved'])
  })

  it('name what was renamed, turned and switched', () => {
    const after = edited(
      drums,
      { type: 'rename', kind: 'source', id: 'drums', name: 'Kit' },
      { type: 'set-gain', kind: 'source', ids: ['drums'], gainDecibels: -3 },
      { type: 'set-gain', kind: 'component', ids: ['component-2'], gainDecibels: 2 },
      { type: 'set-muted', kind: 'component', ids: ['component-3'], isMuted: true },
      { type: 'set-soloed', kind: 'component', ids: ['component-3'], isSoloed: true }
    )
    expect(describeChanges(drums, after)).toEqual([
      '1 named (Kit)',
      'gain of Kit and Component 2',
      'mute or solo of Component 3'
    ])
  })

  it('name at most three', () => {
    const ids = project.components.map(({ id }) => id)
    const after = edited(project, { type: 'set-muted', kind: 'component', ids, isMuted: true })
    expect(describeChanges(project, after)).toEqual(['mute or solo of Component 1, Component 2 and 4 more'])
  })

  it('are never passed over in silence', () => {
    const after = edited(drums, { type: 'set-colour', kind: 'source', id: 'drums', colour: 'fern' })
    expect(describeChanges(drums, after)).toEqual(['other changes'])
  })
})
