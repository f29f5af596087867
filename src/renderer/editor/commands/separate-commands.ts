import { needsClip, needsNoOpening, needsNoRun, needsNoSplit, needsSeparation, type CommandsOf } from './command'

export const separateCommands: CommandsOf<'separate'> = {
  'separate.start': {
    run: (e) => e.separate(),
    needs: [
      needsClip,
      needsNoRun,
      needsNoSplit,
      needsNoOpening,
      { isMet: (e) => e.settings.isUsable, reason: 'A separation option has a value that cannot be used.' }
    ]
  },
  'separate.cancel': {
    run: (e) => e.run.end('cancel'),
    needs: [{ isMet: (e) => e.run.isRunning, reason: 'No separation is running.' }]
  },
  'separate.suggest-grouping': {
    run: (e) => void e.suggestion.suggest(),
    needs: [needsSeparation, needsNoRun]
  },
  'separate.examples': {
    run: (e) => {
      e.examples.prepare()
      e.showSheet('examples')
    },
    needs: [needsClip, needsNoRun, needsNoSplit, needsNoOpening]
  },
  'separate.library': { run: (e) => e.showSheet('library'), needs: [] },
  'separate.judge': {
    run: (e) => e.showSheet('judge'),
    needs: [
      needsSeparation,
      needsNoRun,
      {
        isMet: (e) => e.document.project.components.some(({ sourceId }) => sourceId !== null),
        reason: 'Put components into sources first.'
      }
    ]
  },
  'separate.small-groups': {
    run: (e) => e.showSheet('small-groups'),
    needs: [
      needsSeparation,
      needsNoRun,
      {
        isMet: (e) =>
          e.suggestion.suggested !== null && !e.suggestion.isAsking && e.document.project.sources.length > 1,
        reason: 'Let the program suggest a grouping of two sources or more first.'
      }
    ]
  }
}
