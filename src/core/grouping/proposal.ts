/** Ways to group that are proposed side by side. */
export const groupingKinds = ['learned', 'recipe', 'sustain', 'timbre'] as const
export type GroupingKind = (typeof groupingKinds)[number]

/** How much a grouping can be trusted. */
export const verdicts = ['good', 'check', 'unreliable'] as const
export type Verdict = (typeof verdicts)[number]

/** What a group is like, in numbers and a sentence that says them. */
export interface GroupDescription {
  /** guesses of what it is, the safest first: "Drums", "Percussion", "Kick"; they move no component */
  readonly names: readonly string[]
  /** "Fires in short hits, 4.1 a second; 93 % of its energy below 150 Hz." */
  readonly sentence: string
  /** of the energy of all components */
  readonly energyShare: number
}

/** What a component has in common with a group. */
export interface Likeness {
  /** the share of onsets that coincide, 0 … 1 */
  readonly onsets: number
  /** how far the templates agree at the best transposition, −1 … 1 */
  readonly timbre: number
  /** correlation of the activations smoothed over 0.25 s, −1 … 1 */
  readonly course: number
}

/** Pairs of components of which a person said that they belong together, or apart. */
export interface ComponentLinks {
  readonly together: readonly (readonly [number, number])[]
  readonly apart: readonly (readonly [number, number])[]
}

export const noLinks: ComponentLinks = { together: [], apart: [] }

/** One way to put components into groups. */
export interface GroupingProposal {
  readonly kind: GroupingKind
  /** for each component its group, 0 … count − 1; where a person labelled components, the group is the source */
  readonly groups: readonly number[]
  /** for each component how much rather it belongs there than to the next best, 0 … 1 */
  readonly margins: readonly number[]
  /** for each component the next best group; its own where there is only one */
  readonly seconds: readonly number[]
  /** for each component what it has in common with its group, and with the next best */
  readonly likeness: readonly { readonly own: Likeness; readonly second: Likeness }[]
  readonly descriptions: readonly GroupDescription[]
  /** mean of the margins, weighted by √E */
  readonly confidence: number
  readonly verdict: Verdict
}

/** Small groups to be heard one by one, each to be given to a source. */
export interface GroupPreviews {
  readonly groups: readonly number[]
  readonly descriptions: readonly GroupDescription[]
}

/** All that is proposed for a separation. Plain data: the window, the engine and the command line share it. */
export interface GroupingProposals {
  readonly sourceCount: number
  /** how many sources there seem to be; right about seven times in ten */
  readonly estimatedCount: number
  readonly proposals: readonly GroupingProposal[]
  readonly previews: GroupPreviews
  /** components about which a person's answer is worth most, by √E·(1 − margin) of the first proposal; labelled ones are left out */
  readonly questions: readonly number[]
  /** for each component its features, see componentFeatureNames */
  readonly features: readonly (readonly number[])[]
}
