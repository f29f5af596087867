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
  'separate.group-percussive': {
    run: (e) => e.grouping.groupPercussive(),
    needs: [needsSeparation, needsNoRun]
  }
}
