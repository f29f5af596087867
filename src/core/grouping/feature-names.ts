/*
 * What the grouping looks at, in the order in which the networks are fed. Changing an order or a formula means training anew.
 */

const mfccNames = Array.from({ length: 12 }, (_, index) => `mfcc${index + 1}`)

/** Of one component: its template, its activation, where it stands and how loud it is. */
export const componentFeatureNames: readonly string[] = [
  ...mfccNames,
  'centroid',
  'spread',
  'rolloff',
  'flatness',
  'peakiness',
  'low',
  'lowMiddle',
  'high',
  'harmonicity',
  'fundamental',
  'peakCount',
  'entropy',
  'sustain05',
  'sustain10',
  'sustain15',
  'sustain20',
  'sustain30',
  'sustain50',
  'decay',
  'sparsity',
  'modulation',
  'periodicity',
  'activity',
  'onsetRate',
  'before2',
  'before1',
  'after1',
  'after2',
  'after4',
  'after8',
  'after16',
  'pan',
  'loudness'
]

/** Between two components. */
export const relationNames: readonly string[] = [
  'mfccDistance',
  'melCorrelation',
  'shiftCorrelation',
  'shift',
  'templateCosine',
  'rootTemplateCosine',
  'course0',
  'course0.1',
  'course0.25',
  'course0.5',
  'course1',
  'course2',
  'laggedCourse',
  'onsetCorrelation',
  'onsetMatchLeast',
  'onsetMatchMost',
  'activationCosine',
  'harmonicRatio',
  'octaveRatio',
  'harmonicityProduct',
  'panDistance'
]

/** Of which a pair has the lesser and the greater of its two components. */
export const orderedFeatureNames: readonly string[] = [
  'sustain10',
  'sustain15',
  'sustain30',
  'centroid',
  'harmonicity',
  'flatness',
  'high',
  'low',
  'decay',
  'after4',
  'periodicity',
  'onsetRate',
  'loudness',
  'activity',
  'before1'
]

/** Whose weighted mean and deviation over the recording tell what kind of mixture it is. */
export const contextFeatureNames: readonly string[] = ['sustain15', 'centroid', 'harmonicity', 'pan', 'mfcc1', 'mfcc2']

export const componentFeatureCount = componentFeatureNames.length
export const relationCount = relationNames.length
export const contextCount = 2 * contextFeatureNames.length + 1
export const pairInputCount = componentFeatureCount + 2 * orderedFeatureNames.length + relationCount + contextCount
export const componentInputCount = 2 * componentFeatureCount + 2 * contextFeatureNames.length

/** Where a component feature stands. */
export function featureIndex(name: string): number {
  const index = componentFeatureNames.indexOf(name)
  if (index < 0) throw new Error(`no component feature is called ${name}`)
  return index
}
