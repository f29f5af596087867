import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from '@core/errors'
import { describeChanges } from '@core/project/describe-changes'
import { applyEdit, type Edit } from '@core/project/edits'
import { emptyProject, type Project } from '@core/project/project'
import { anyEdit, edited, separatedProject } from './project-fixture'

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

  it('name colours and another order of sources', () => {
    const two = edited(drums, { type: 'make-source', id: 'voice', name: 'Voice', componentIds: ['component-2'] })
    const after = edited(
      two,
      { type: 'set-colour', kind: 'source', id: 'drums', colour: 'fern' },
      { type: 'move-source', id: 'voice', toIndex: 0 }
    )
    expect(describeChanges(two, after)).toEqual(['sources in another order', 'colour of Drums'])
  })

  it('count components that were merged, and those taken apart', () => {
    const merged = edited(project, {
      type: 'merge-components',
      ids: ['component-1', 'component-2', 'component-3']
    })
    expect(describeChanges(project, merged)).toEqual(['3 components merged'])
    const parted = edited(merged, { type: 'unmerge-component', id: 'component-1' })
    expect(describeChanges(merged, parted)).toEqual(['1 merged component taken apart'])
  })

  it('tell a split from a separation anew', () => {
    const separation = {
      ...project.separation!,
      id: 'split-1',
      parameters: { ...project.separation!.parameters, componentCount: 7 }
    }
    const split = edited(
      project,
      { type: 'split-component', id: 'component-2', separation, names: ['Component 2', 'Tail'] },
      { type: 'set-gain', kind: 'component', ids: ['component-1'], gainDecibels: -3 }
    )
    expect(describeChanges(project, split)).toEqual(['components split (7 instead of 6)', 'gain of Component 1'])
    const anew = { ...separation, costs: [{ iteration: 1, cost: 9 }] }
    expect(describeChanges(project, edited(project, { type: 'set-separation', separation: anew }))).toEqual([
      'separated into 7 components'
    ])
  })

  it('name regions by what they do', () => {
    const region = (id: string, kind: 'mute' | 'fade-in'): Edit => ({
      type: 'add-region',
      region: { id, startSample: 0, endSample: 1000, target: { kind: 'mix' }, effect: { kind } }
    })
    const two = edited(project, region('region-1', 'mute'), region('region-2', 'fade-in'))
    expect(describeChanges(project, two)).toEqual(['2 regions added (mute and fade in)'])
    const after = edited(
      two,
      { type: 'change-region', id: 'region-1', startSample: 500, endSample: 1000 },
      { type: 'remove-regions', ids: ['region-2'] }
    )
    expect(describeChanges(two, after)).toEqual(['1 region changed (mute)', '1 region removed'])
  })

  it('say how much time was cut out, and how much came back', () => {
    const cut = edited(project, { type: 'cut-time', ranges: [{ startSample: 0, endSample: 66_150 }] })
    expect(describeChanges(project, cut)).toEqual(['1.5 s cut out'])
    const after = edited(
      cut,
      { type: 'restore-time', ranges: [{ startSample: 0, endSample: 22_050 }] },
      { type: 'cut-time', ranges: [{ startSample: 90_000, endSample: 90_441 }] }
    )
    expect(describeChanges(cut, after)).toEqual(['less than 0.1 s cut out', '0.5 s of cuts restored'])
  })

  it('are never passed over in silence', () => {
    const renamed = { ...drums, audio: { ...drums.audio!, name: 'another.wav' } }
    expect(describeChanges(drums, renamed)).toEqual(['other changes'])
    fc.assert(
      fc.property(fc.array(anyEdit, { maxLength: 6 }), (edits) => {
        const start = separatedProject(4)
        const after = edits.reduce(applied, start)
        const isSame = JSON.stringify(after) === JSON.stringify(start)
        expect(describeChanges(start, after).length > 0).toBe(!isSame)
        expect(describeChanges(start, after)).not.toContain('other changes')
      })
    )
  })
})

/** Edits that cannot be made leave the project as it is. */
function applied(project: Project, edit: Edit): Project {
  try {
    return applyEdit(project, edit)
  } catch (thrown) {
    if (thrown instanceof AppError) return project
    throw thrown
  }
}
