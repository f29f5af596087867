/** What a source may be, as far as it is told apart from what its components are like. */
export const sourceFamilies = [
  ...(['drums', 'kick', 'snare', 'cymbals', 'percussion', 'bass', 'keys', 'organ'] as const),
  ...(['guitar', 'strings', 'brass', 'wood', 'voice', 'speech'] as const)
] as const
export type SourceFamily = (typeof sourceFamilies)[number]
