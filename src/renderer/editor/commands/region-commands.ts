import type { RegionEffect } from '@core/project/project'
import { needsClip, needsNoRun, needsTimeSelection, type Command, type CommandsOf } from './command'

const adding = (effect: RegionEffect): Command => ({
  run: (e) => e.regions.add(effect),
  needs: [needsClip, needsNoRun, needsTimeSelection]
})

export const regionCommands: CommandsOf<'regions'> = {
  'regions.mute': adding({ kind: 'mute' }),
  'regions.gain': { run: (e) => e.showSheet('region-gain'), needs: [needsClip, needsNoRun, needsTimeSelection] },
  'regions.fade-in': adding({ kind: 'fade-in' }),
  'regions.fade-out': adding({ kind: 'fade-out' }),
  'regions.crop': {
    run: (e) => e.regions.crop(),
    needs: [
      needsClip,
      needsNoRun,
      needsTimeSelection,
      { isMet: (e) => e.regions.canCrop, reason: 'All of the selection is cut already.' }
    ]
  },
  'regions.cut': {
    run: (e) => e.regions.cut(),
    needs: [
      needsClip,
      needsNoRun,
      needsTimeSelection,
      { isMet: (e) => e.regions.canCut, reason: 'Nothing of the recording would be left.' }
    ]
  },
  'regions.restore': {
    run: (e) => e.regions.restore(),
    needs: [needsClip, needsNoRun, { isMet: (e) => e.regions.canRestore, reason: 'No time is cut here.' }]
  },
  'regions.remove': {
    run: (e) => e.regions.remove(),
    needs: [
      needsClip,
      needsNoRun,
      { isMet: (e) => e.regions.removable.length > 0, reason: 'Select a region, or time that holds one, first.' }
    ]
  }
}
