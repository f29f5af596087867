import { AppError } from '@core/errors'
import { gapsIn } from '@core/audio/sample-range'
import { applyEdit, type Edit } from '@core/project/edits'
import { createHistory, record, undo } from '@core/project/history'
import { emptyProject, type Region } from '@core/project/project'
import { targetIndices } from '@core/project/region-targets'
import { projectSchema } from '@core/project/project-schema'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyEdit, anyRange, anyTimeEdit, edited, separatedProject } from './project-fixture'

const project = separatedProject(4)
const whole = { startSample: 0, endSample: 100_000 }

function region(change: Partial<Region> = {}): Region {
  return { id: 'r', startSample: 10, endSample: 20, target: { kind: 'mix' }, effect: { kind: 'mute' }, ...change }
}

const add = (change: Partial<Region> = {}): Edit => ({ type: 'add-region', region: region(change) })
const strips = (sourceIds: string[], componentIds: string[]) => ({ kind: 'strips', sourceIds, componentIds }) as const

function refusal(edit: Edit, of = project): string {
  try {
    applyEdit(of, edit)
    return 'none'
  } catch (thrown) {
    return AppError.from(thrown).code
  }
}

/** Carries out what is not refused. */
function tried(edits: readonly Edit[]) {
  return edits.reduce((current, edit) => {
    try {
      return applyEdit(current, edit)
    } catch {
      return current
    }
  }, project)
}

test('whatever is cut and restored, cuts are sorted, do not touch, lie in the recording and leave something', () => {
  fc.assert(
    fc.property(fc.array(anyTimeEdit, { maxLength: 30 }), (edits) => {
      const after = tried(edits)
      expect(projectSchema.parse(after)).toEqual(after)
    })
  )
})

test('a crop whose time is restored gives the cuts from before', () => {
  fc.assert(
    fc.property(fc.array(anyTimeEdit, { maxLength: 10 }), anyRange, (edits, kept) => {
      const before = tried(edits)
      const cropped = tried([...edits, { type: 'cut-time', ranges: gapsIn([kept], whole) }])
      const newlyCut = gapsIn(before.cuts, whole).flatMap((open) => gapsIn(gapsIn(cropped.cuts, whole), open))
      expect(applyEdit(cropped, { type: 'restore-time', ranges: newlyCut }).cuts).toEqual(before.cuts)
    })
  )
})

test('undo brings back what was there before any of the edits', () => {
  fc.assert(
    fc.property(fc.array(anyEdit, { maxLength: 15 }), (edits) => {
      let history = createHistory(project, project)
      for (const edit of edits) {
        try {
          history = record(history, applyEdit(history.present, edit))
        } catch {
          // refused: nothing to undo
        }
      }
      while (history.past.length > 0) history = undo(history)
      expect(history.present).toBe(project)
    })
  )
})

describe('a region', () => {
  test('is rounded to samples and cut to the recording, and its gain to the fader', () => {
    const added = edited(
      project,
      add({ startSample: -7.2, endSample: 20.6, effect: { kind: 'gain', gainDecibels: 40 } })
    )
    expect(added.regions).toEqual([
      { ...region(), startSample: 0, endSample: 21, effect: { kind: 'gain', gainDecibels: 12 } }
    ])
  })

  test('that is empty, acts on nothing or on something unknown, or whose id is taken is refused', () => {
    expect(refusal(add({ endSample: 10.4 }))).toBe('invalid-argument')
    expect(refusal(add({ startSample: Number.NaN }))).toBe('invalid-argument')
    expect(refusal(add({ target: strips([], []) }))).toBe('invalid-argument')
    expect(refusal(add({ target: strips(['drums'], []) }))).toBe('unknown-id')
    expect(refusal(add({ target: strips([], ['component-9']) }))).toBe('unknown-id')
    expect(refusal(add(), edited(project, add()))).toBe('invalid-argument')
    expect(refusal(add(), emptyProject)).toBe('invalid-argument')
    expect(refusal({ type: 'remove-regions', ids: ['r'] })).toBe('unknown-id')
    expect(refusal({ type: 'change-region', id: 'r', ...whole })).toBe('unknown-id')
  })

  test('changes its bounds and gain, and a change that is none keeps the project and so redo', () => {
    const added = edited(project, add({ effect: { kind: 'gain', gainDecibels: -6 } }))
    const effect = { kind: 'gain', gainDecibels: -3 } as const
    const changed = edited(added, { type: 'change-region', id: 'r', startSample: 5, endSample: 25, effect })
    expect(changed.regions).toEqual([region({ startSample: 5, endSample: 25, effect })])
    expect(edited(changed, { type: 'change-region', id: 'r', startSample: 5.1, endSample: 25, effect })).toBe(changed)
    expect(edited(changed, { type: 'remove-regions', ids: ['r'] }).regions).toEqual([])
  })
})

describe('what a region acts on', () => {
  const grouped = edited(
    project,
    { type: 'make-source', id: 'drums', name: 'Drums', componentIds: ['component-1', 'component-2'] },
    { type: 'make-source', id: 'guitar', name: 'Guitar', componentIds: ['component-3'] },
    add({ id: 'drums only', target: strips(['drums'], []) }),
    add({ id: 'both', target: strips(['guitar', 'drums'], ['component-2']) }),
    add({ id: 'mix' })
  )

  test('is listed by the components it changes', () => {
    expect(grouped.regions.map((r) => targetIndices(r, grouped))).toEqual([[0, 1], [0, 1, 2], null])
  })

  test('follows components that are moved into and out of a source', () => {
    const moved = edited(grouped, { type: 'move-components', ids: ['component-1', 'component-4'], sourceId: 'guitar' })
    expect(moved.regions).toBe(grouped.regions)
    expect(moved.regions.map((r) => targetIndices(r, moved))).toEqual([[1], [0, 1, 2, 3], null])
  })

  test('are all components that are merged, as the one that stands for them', () => {
    const merged = edited(
      project,
      { type: 'merge-components', ids: ['component-2', 'component-4'] },
      add({ id: 'leader', target: strips([], ['component-2']) }),
      add({ id: 'member', target: strips([], ['component-4']) })
    )
    expect(merged.regions.map((r) => targetIndices(r, merged))).toEqual([[1, 3], []])
    const apart = edited(merged, { type: 'unmerge-component', id: 'component-2' })
    expect(apart.regions.map((r) => targetIndices(r, apart))).toEqual([[1, 3], [3]])
  })

  test.each<[string, Edit]>([
    ['removed', { type: 'remove-source', id: 'drums' }],
    ['replaced by a grouping', { type: 'group-components', groups: [{ id: 'n', name: 'N', componentIds: [] }] }]
  ])('stays on the components of a source that is %s', (_, edit) => {
    const after = edited(grouped, edit)
    expect(after.regions.map((r) => targetIndices(r, after))).toEqual([[0, 1], [0, 1, 2], null])
    expect(projectSchema.parse(after)).toEqual(after)
  })

  test('goes on with the components that a new separation recognises, and goes with those that it does not', () => {
    const parameters = { ...project.separation!.parameters, componentCount: 2 }
    const separation = { ...project.separation!, id: 'separation-2', parameters }
    const carried = edited(grouped, { type: 'set-separation', separation, matches: [null, 2] })
    expect(carried.regions.map(({ id }) => id)).toEqual(['both', 'mix'])
    expect(carried.regions[0].target).toEqual(strips(['guitar'], []))
    const afresh = edited(grouped, { type: 'set-separation', separation })
    expect(afresh.regions.map(({ id }) => id)).toEqual(['mix'])
  })
})

describe('time', () => {
  test('is cut and restored in the order of the recording', () => {
    const cut = edited(
      project,
      { type: 'cut-time', ranges: [{ startSample: 500, endSample: 600 }] },
      { type: 'cut-time', ranges: [{ startSample: 100, endSample: 200 }] },
      { type: 'cut-time', ranges: [{ startSample: 150, endSample: 500 }] }
    )
    expect(cut.cuts).toEqual([{ startSample: 100, endSample: 600 }])
    const restored = edited(cut, { type: 'restore-time', ranges: [{ startSample: 300, endSample: 400 }] })
    expect(restored.cuts).toEqual([
      { startSample: 100, endSample: 300 },
      { startSample: 400, endSample: 600 }
    ])
  })

  test('is never cut whole, and what changes nothing keeps redo', () => {
    expect(refusal({ type: 'cut-time', ranges: [whole] })).toBe('invalid-argument')
    const cut = edited(project, { type: 'cut-time', ranges: [{ startSample: 100, endSample: 200 }] })
    expect(edited(cut, { type: 'cut-time', ranges: [{ startSample: 120, endSample: 180 }] })).toBe(cut)
    expect(edited(cut, { type: 'restore-time', ranges: [{ startSample: 200, endSample: 300 }] })).toBe(cut)
  })
})
