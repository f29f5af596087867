import type { PartCount } from '@core/separation/split-obstacle'
import {
  canOpenOrClose,
  changeGain,
  isInSource,
  moveFocus,
  moveSource,
  moveToSource,
  openOrClose,
  resetGain,
  selectSource,
  soloOnly,
  stripOf,
  takeOutOfSource,
  toggleSelected,
  toggleStrip
} from '../row-actions'
import type { Editor } from '../editor.svelte'
import { needsNoRun, needsSeparation, type Command, type CommandsOf } from './command'
import { needsRow, needsRows, needsSourceRow } from './row-conditions'

const onRow = (run: (editor: Editor) => unknown): Command => ({ run, needs: [needsNoRun, needsRow] })
const inList = (run: (editor: Editor) => unknown): Command => ({ run, needs: [needsRows, needsNoRun] })

const toSource = (number: number): Command => ({
  run: (e) => selectSource(e, number - 1),
  needs: [
    {
      isMet: (e) => e.document.project.sources.length >= number,
      reason: `There is no source ${number}.`
    }
  ]
})

const movingTo = (number: number): Command => ({
  run: (e) => moveToSource(e, number - 1),
  needs: [
    needsNoRun,
    { isMet: (e) => e.rows.focused?.kind === 'component', reason: 'Select a component first.' },
    ...toSource(number).needs
  ]
})

/** Of two or more components. */
const onPairs = (run: (editor: Editor, componentIds: readonly string[]) => void): Command => ({
  run: (e) => run(e, e.rows.selectedComponents(e.document.project)),
  needs: [
    needsSeparation,
    needsNoRun,
    {
      isMet: (e) => e.rows.selectedComponents(e.document.project).length > 1,
      reason: 'Select two or more components first.'
    }
  ]
})

/** Of the one component that is selected. */
const splitting = (partCount: PartCount): Command => ({
  run: (e) => e.split.start(e.rows.selectedComponents(e.document.project)[0]!, partCount),
  needs: [
    needsSeparation,
    needsNoRun,
    {
      isMet: (e) => e.rows.selectedComponents(e.document.project).length === 1,
      reason: 'Select one component first.'
    },
    {
      isMet: (e) => e.split.obstacle(e.rows.selectedComponents(e.document.project)[0]!, partCount) === null,
      reason: 'This component cannot be split into so many parts; its menu says why.'
    }
  ]
})

const openingOrClosing = (isExpanded: boolean): Command => ({
  run: (e) => openOrClose(e, isExpanded),
  needs: [{ isMet: (e) => canOpenOrClose(e, isExpanded), reason: 'Select a source first.' }]
})

export const rowCommands: CommandsOf<'rows'> = {
  'rows.rename': {
    run: (e) => e.rows.rename(e.rows.focused?.id ?? null),
    needs: [needsSeparation, needsNoRun, needsRow]
  },
  'rows.group': {
    run: (e) => e.grouping.makeSource(e.rows.selectedComponents(e.document.project)),
    needs: [
      needsSeparation,
      needsNoRun,
      {
        isMet: (e) => e.rows.selectedComponents(e.document.project).length > 0,
        reason: 'Select one or more components first.'
      }
    ]
  },
  'rows.merge': onPairs((e, ids) => e.grouping.merge(ids)),
  'rows.unmerge': {
    run: (e) => e.grouping.unmerge(e.rows.selectedComponents(e.document.project)),
    needs: [
      needsSeparation,
      needsNoRun,
      {
        isMet: (e) => e.rows.selectedComponents(e.document.project).some((id) => e.grouping.isMerged(id)),
        reason: 'Select a merged component first.'
      }
    ]
  },
  'rows.keep-together': onPairs((e, ids) => e.grouping.keepTogether(ids)),
  'rows.keep-apart': onPairs((e, ids) => e.grouping.keepApart(ids)),
  'rows.split-2': splitting(2),
  'rows.split-3': splitting(3),
  'rows.split-4': splitting(4),
  'rows.new-source': { run: (e) => e.grouping.makeSource([]), needs: [needsSeparation, needsNoRun] },
  'rows.clear-mutes': {
    run: (e) => e.document.dispatch({ type: 'clear-mutes' }),
    needs: [needsSeparation, needsNoRun]
  },
  'rows.clear-solos': {
    run: (e) => e.document.dispatch({ type: 'clear-solos' }),
    needs: [needsSeparation, needsNoRun]
  },
  'rows.mute': {
    ...onRow((e) => toggleStrip(e, 'isMuted')),
    isChecked: (e) => stripOf(e, e.rows.focused)?.isMuted ?? false
  },
  'rows.solo': {
    ...onRow((e) => toggleStrip(e, 'isSoloed')),
    isChecked: (e) => stripOf(e, e.rows.focused)?.isSoloed ?? false
  },
  'rows.solo-only': onRow(soloOnly),
  'rows.gain-down': onRow((e) => changeGain(e, -0.5)),
  'rows.gain-up': onRow((e) => changeGain(e, 0.5)),
  'rows.gain-down-fine': onRow((e) => changeGain(e, -0.1)),
  'rows.gain-up-fine': onRow((e) => changeGain(e, 0.1)),
  'rows.gain-reset': {
    run: resetGain,
    needs: [
      needsNoRun,
      needsRow,
      { isMet: (e) => stripOf(e, e.rows.focused)?.gainDecibels !== 0, reason: 'The gain is 0 dB.' }
    ]
  },
  'rows.ungroup': {
    run: takeOutOfSource,
    needs: [needsNoRun, { isMet: isInSource, reason: 'Select a component that is in a source first.' }]
  },
  'rows.remove-source': {
    run: (e) => e.grouping.removeSource(e.rows.focused!.id),
    needs: [needsNoRun, needsSourceRow]
  },
  'rows.export-stem': {
    run: (e) => e.stemExport.openFor(e.rows.focused!.id),
    needs: [
      needsSeparation,
      needsNoRun,
      needsSourceRow,
      {
        isMet: (e) => e.document.project.components.some(({ sourceId }) => sourceId === e.rows.focused?.id),
        reason: 'There are no components in this source.'
      }
    ]
  },
  'rows.source-1': toSource(1),
  'rows.source-2': toSource(2),
  'rows.source-3': toSource(3),
  'rows.source-4': toSource(4),
  'rows.source-5': toSource(5),
  'rows.source-6': toSource(6),
  'rows.source-7': toSource(7),
  'rows.source-8': toSource(8),
  'rows.move-to-1': movingTo(1),
  'rows.move-to-2': movingTo(2),
  'rows.move-to-3': movingTo(3),
  'rows.move-to-4': movingTo(4),
  'rows.move-to-5': movingTo(5),
  'rows.move-to-6': movingTo(6),
  'rows.move-to-7': movingTo(7),
  'rows.move-to-8': movingTo(8),
  'rows.source-up': { run: (e) => moveSource(e, -1), needs: [needsNoRun, needsSourceRow] },
  'rows.source-down': { run: (e) => moveSource(e, 1), needs: [needsNoRun, needsSourceRow] },
  'rows.toggle-selected': inList(toggleSelected),
  'rows.focus-previous': inList((e) => moveFocus(e, -1, 'focus')),
  'rows.focus-next': inList((e) => moveFocus(e, 1, 'focus')),
  'rows.previous': inList((e) => moveFocus(e, -1, 'only')),
  'rows.next': inList((e) => moveFocus(e, 1, 'only')),
  'rows.extend-up': inList((e) => moveFocus(e, -1, 'range')),
  'rows.extend-down': inList((e) => moveFocus(e, 1, 'range')),
  'rows.collapse': openingOrClosing(false),
  'rows.expand': openingOrClosing(true)
}
