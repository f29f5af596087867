import type { SampleRange } from '../audio/sample-range'
import type { Hint } from '../separation/hints'
import type { CostPoint, SeparationParameters } from '../separation/parameters'

/** Names of the source colours, in order of assignment; their values per theme belong to the renderer. */
export const colourNames = ['sky', 'amber', 'orchid', 'mint', 'violet', 'lime', 'coral', 'fern'] as const
export type ColourName = (typeof colourNames)[number]

/** Which recording a project is about. Its samples are found by these facts, never kept in the project. */
export interface AudioReference {
  readonly name: string
  readonly sampleRate: number
  readonly channelCount: number
  readonly lengthSamples: number
  readonly byteLength: number
  readonly sha256: string
}

/** One result of the engine. W and H are found by its id. */
export interface SeparationReference {
  readonly id: string
  readonly parameters: SeparationParameters
  readonly binCount: number
  readonly columnCount: number
  /** the relative cost D_β(V | WH) / ΣV^β where it was measured */
  readonly costs: readonly CostPoint[]
  readonly seconds: number
  /** how many splits came after the run that `costs` and `seconds` tell of; the cost of their parts is not measured */
  readonly splitCount: number
}

interface Strip {
  readonly id: string
  readonly name: string
  readonly gainDecibels: number
  readonly isMuted: boolean
  readonly isSoloed: boolean
}

/** Template and activation `index` of the separation, and what the person set for it. */
export interface Component extends Strip {
  readonly index: number
  /** null: in no source */
  readonly sourceId: string | null
  /** null: takes its source's colour */
  readonly colour: ColourName | null
  /** id of the component that stands for this one too; the two share gain, mute, solo and source. null: stands by itself */
  readonly mergedInto: string | null
  /** a person put it into its source, or said that it belongs there: the program leaves it there */
  readonly isPlaced: boolean
}

/** Two components, by their ids, of which a person said that they belong together, or apart. */
export interface PairLink {
  readonly kind: 'together' | 'apart'
  readonly pair: readonly [string, string]
}

export interface Source extends Strip {
  readonly colour: ColourName
}

/** What a region acts on. A component that is meant twice, by itself and by its source, is changed once. */
export type RegionTarget =
  | { readonly kind: 'mix' }
  | { readonly kind: 'strips'; readonly sourceIds: readonly string[]; readonly componentIds: readonly string[] }

/** What happens to the gain within a region; fades go between silence and full gain. */
export type RegionEffect =
  | { readonly kind: 'gain'; readonly gainDecibels: number }
  | { readonly kind: 'mute' }
  | { readonly kind: 'fade-in' }
  | { readonly kind: 'fade-out' }

/** A change of gain over a stretch of time; where regions lie over each other their gains multiply. */
export interface Region extends SampleRange {
  readonly id: string
  readonly target: RegionTarget
  readonly effect: RegionEffect
}

/** What was painted on the spectrogram; `source` is the source's id. */
export interface PaintedHint extends Hint {
  readonly id: string
}

/** Everything a person decided, as one small immutable value. */
export interface Project {
  readonly audio: AudioReference | null
  readonly separation: SeparationReference | null
  readonly components: readonly Component[]
  readonly sources: readonly Source[]
  readonly regions: readonly Region[]
  /** time that is left out when the recording is played and exported: sorted, none empty, no two touching */
  readonly cuts: readonly SampleRange[]
  /** in the order in which they were painted */
  readonly hints: readonly PaintedHint[]
  /** the newest last; every suggestion of the program keeps to them */
  readonly links: readonly PairLink[]
}

export const emptyProject: Project = {
  audio: null,
  separation: null,
  components: [],
  sources: [],
  regions: [],
  cuts: [],
  hints: [],
  links: []
}

/** Faders reach from silence (−Infinity is written as this) to this. */
export const gainDecibelsRange = { min: -60, max: 12 } as const
