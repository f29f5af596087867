import type { SeparationMethod } from '@core/separation/parameters'

export interface OptionText {
  /** as the panel names it */
  readonly name: string
  readonly text: string
}

/** Each way of separating: in a line for the panel, and in full for the help. */
export const methodTexts: Record<SeparationMethod, OptionText & { readonly short: string; readonly line: string }> = {
  nmf: {
    name: 'NMF',
    short: 'NMF',
    line: 'Finds components of one spectrum each, and when they sound.',
    text: 'Non-negative matrix factorization. Each component has one spectrum and a course in time; added up they come as close to the recording as they can. Good for notes, chords and drums that come back. A voice or a gliding tone is spread over several components.'
  },
  nmfd: {
    name: 'NMFD',
    short: 'NMFD',
    line: 'Finds short sounds such as drum hits, and when they strike.',
    text: 'Non-negative matrix factor deconvolution. A component is a short sound of several columns, such as a hit with its decay, and the moments at which it begins. Good for drum loops. It takes longer, the more so the longer its templates; it always uses the classical updates and Kullback–Leibler.'
  },
  hpss: {
    name: 'Harmonic/percussive',
    short: 'Harm./perc.',
    line: 'Two components: what is held and what strikes. Quick.',
    text: 'Median filters over the spectrogram: what is steady in time goes into one component, what is short and broad into the other. Quick, and nothing is learned. Voices and noise end up in both.'
  },
  bands: {
    name: 'Band-pass bank',
    short: 'Bands',
    line: 'Splits by pitch range alone, like an equalizer. Quick.',
    text: 'Splits the recording into bands that are equally wide in octaves. Quick, and nothing is learned: whatever shares a band stays together. Mostly a yardstick for the other methods.'
  }
}

/** Every option of the Separate panel in plain words: what it does, what it costs, when it helps and when not. */
export const optionTexts = {
  method: {
    name: 'Method',
    text: 'How the recording is pulled apart. NMF suits most recordings, NMFD drum loops. The other two learn nothing and are quick.'
  },
  quality: {
    name: 'Quality',
    text: 'How much work goes into it. Quick is one run of 16 components. Good pools three runs of 16, Best three of 32, each from another seed: one stem is then the mean of what the runs found of it. That takes three to seven times as long, and is meant for grouping by the program: so many components are much to sort by hand.'
  },
  componentCount: {
    name: 'Components',
    text: 'How many components to look for. Too few leave sounds mixed; too many split one sound into several, which you can put into one source again. Time grows with the number. Propose looks for a number by itself: it tries 40 on parts of the recording and counts those that hold half a percent of it or more. An estimate: it counts spectra that come back, not instruments.'
  },
  bandCount: {
    name: 'Bands',
    text: 'How many bands the range of hearing is split into. With more of them each is narrower.'
  },
  updates: {
    name: 'Updates',
    text: 'Fast comes to the same cost in about half the time, in recordings of a minute and more in a fraction of it: it takes longer steps as long as the cost falls, and learns from a coarser picture or from parts of a long recording first. Exact uses the classical updates only, for comparing with other programs. Each gives the same result from the same seed, but not the same as the other.'
  },
  isStereo: {
    name: 'Stereo',
    text: 'Separates the channels together and gives each component a level in each of them. Helps where sounds lie at different places from left to right; does next to nothing where all lie in the middle. Takes about as many times longer as there are channels.'
  },
  windowSamples: {
    name: 'Window',
    text: 'How long a piece of sound each column of the spectrogram looks at, and the step to the next, in samples. Long windows tell neighbouring notes apart, short ones tell quick hits apart. Half the window makes about twice as many columns.'
  },
  templateColumns: {
    name: 'Template',
    text: 'How long the short sounds of NMFD are. Long enough for a hit and its decay is long enough; time and memory grow with it.'
  },
  beta: {
    name: 'Divergence',
    text: 'How a difference between the recording and its components counts. Kullback–Leibler suits most music. Itakura–Saito takes quiet sounds as seriously as loud ones, which can help with decays and can follow noise; Euclidean looks at the loud ones above all. Values of β between them are slower.'
  },
  iterationCount: {
    name: 'Iterations',
    text: 'How often all components are improved. Time grows with them, but the first bring most: where the cost curve runs flat, more of them will hardly be heard.'
  },
  tolerance: {
    name: 'Stop early',
    text: 'Ends the run before all iterations are done when ten of them together lowered the cost by less than this share. 0 never does. A value that is too high ends a run that only pauses.'
  },
  startCount: {
    name: 'Starts',
    text: 'Begins from several seeds and goes on from the one with the lowest cost. Guards against an unlucky start; each start takes some time. The lowest cost is not always the best sound.'
  },
  runCount: {
    name: 'Runs',
    text: 'Separates so many times, each from another seed, and pools the components of all runs into one set that still adds up to the recording. Components is the number of all together.'
  },
  seed: {
    name: 'Seed',
    text: 'Where chance begins. The same seed gives the same result to the last bit; another one gives another result, now and then a better one.'
  },
  initialisation: {
    name: 'Start from',
    text: 'Random is the usual start. NNDSVDa computes one from the recording, without chance: its first iterations are better, the end often is not. The present separation goes on from the components there are, for instance with more of them or another divergence.'
  },
  learn: {
    name: 'Learn from',
    text: 'Templates for one sound, taken from a passage in which it is heard alone: select the passage, then learn from it. They stay as they are while the rest is separated around them, so that the sound is found there wherever it plays. It helps as far as the sound keeps its spectrum; where others play in the passage they are learned as well.'
  },
  givenTemplateCount: {
    name: 'Keep',
    text: 'The spectra of the selected components go into the next run as they are, as its first components; only when they sound and how loud is found anew. For components that are right while the others are not. The window has to stay the same.'
  },
  jointIterationCount: {
    name: 'Let go',
    text: 'With kept or learned templates: so many iterations at the end in which these may change too. A few let them fit this recording; many let them drift away from what they were learned from.'
  },
  continuity: {
    name: 'Continuity',
    text: 'Keeps components from going on and off from one column to the next. Helps held notes stay in one piece and smears hits. 0 leaves it off, 1 is heard a little, 10 clearly, 100 overrules the rest.'
  },
  sparsity: {
    name: 'Sparsity',
    text: 'Pulls faint activations down to nothing, so that fewer components sound at a time. Helps against sounds that leak into each other; too much of it takes quiet sounds apart or away. 0 leaves it off, 1 is heard a little, 10 clearly, 100 overrules the rest.'
  }
} as const satisfies Record<string, OptionText>

export type OptionId = keyof typeof optionTexts
