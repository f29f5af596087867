import { needsBand, needsClip, needsComponents, needsHearableSources, type CommandsOf } from './command'

export const transportCommands: CommandsOf<'transport'> = {
  'transport.play-pause': { run: (e) => e.transport.playOrPause(), needs: [needsClip] },
  'transport.play-here': {
    run: (e) => e.transport.playFrom(e.timeline.pointedSeconds ?? 0),
    needs: [needsClip]
  },
  'transport.to-start': { run: (e) => e.transport.toStart(), needs: [needsClip] },
  'transport.to-end': { run: (e) => e.transport.toEnd(), needs: [needsClip] },
  'transport.step-back': { run: (e) => e.transport.step(-1), needs: [needsClip] },
  'transport.step-forward': { run: (e) => e.transport.step(1), needs: [needsClip] },
  'transport.loop': {
    run: (e) => e.timeline.setLooping(!e.timeline.isLoopOn),
    needs: [needsClip],
    isChecked: (e) => e.timeline.isLoopOn
  },
  'transport.hear-other': {
    run: (e) => e.transport.hear(e.transport.hearing === 'original' ? 'sources' : 'original'),
    needs: [needsClip, needsHearableSources]
  },
  'transport.hear-original': {
    run: (e) => e.transport.hear('original'),
    needs: [needsClip],
    isChecked: (e) => e.transport.hearing === 'original'
  },
  'transport.hear-sources': {
    run: (e) => e.transport.hear('sources'),
    needs: [needsClip, needsHearableSources],
    isChecked: (e) => e.transport.hearing === 'sources'
  },
  'transport.hear-residual': {
    run: (e) => e.transport.hear(e.transport.hearing === 'residual' ? 'sources' : 'residual'),
    needs: [needsClip, needsComponents],
    isChecked: (e) => e.transport.hearing === 'residual'
  },
  'transport.hear-band': {
    run: (e) => e.transport.hearBand(!e.transport.isBandHeard),
    needs: [needsClip, needsBand],
    isChecked: (e) => e.transport.isBandHeard
  },
  'transport.match-levels': {
    run: (e) => e.transport.matchLevels(!e.transport.isMatching),
    needs: [needsClip, needsHearableSources],
    isChecked: (e) => e.transport.isMatching
  }
}
