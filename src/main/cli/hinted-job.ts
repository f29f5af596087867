import { resolve } from 'node:path'
import type { ClipInfo, SeparationResult } from '@core/contract/engine'
import type { StemShaping } from '@core/contract/export-schemas'
import { AppError } from '@core/errors'
import type { Hint } from '@core/separation/hints'
import { relabelByHints, type Relabelling } from '@core/separation/relabel-hints'
import { stftLayout } from '@core/spectral/stft-layout'
import { readHints } from '../files/hints-file'
import type { ComponentGroup } from './component-groups'
import { finish } from './finish-call'
import type { JobContext } from './job-separation'
import { describePercent } from './progress-line'

/** What hints did. */
export interface HintOutcome {
  readonly hintCount: number
  readonly relabelled: readonly Relabelling[]
  readonly hasLearned: boolean
  readonly seconds: number
}

export interface HintedJob {
  readonly separation: SeparationResult
  readonly sources: readonly ComponentGroup[]
  readonly hints: HintOutcome | null
  /** for the export; missing when nothing is to be changed */
  readonly shaping: StemShaping | undefined
}

/**
 * Applies what was painted: components that it decides go to another source, the separation learns from it unless it must not, and
 * the masks follow it. And how the masks are made from sources at all.
 *
 * @throws Cancelled, AppError 'invalid-argument' when a hint is about a source that there is not
 */
export async function applyHints(
  { engine, options, progress, signal }: JobContext,
  clip: ClipInfo,
  separated: { readonly separation: SeparationResult; readonly sources: readonly ComponentGroup[] }
): Promise<HintedJob> {
  const { hintsPath, mayLearnFromHints, maskExponent, isWiener } = options
  const { separation, sources } = separated
  const names = sources.map((_, index) => String(index + 1))
  const hints = hintsPath === null ? [] : named(await readHints(resolve(hintsPath)), sources)
  const isShaped = hints.length > 0 || maskExponent !== 1 || isWiener
  if (!isShaped) return { ...separated, hints: null, shaping: undefined }
  const { sampleRate, lengthSamples } = clip
  const { windowSamples, hopSamples } = separation.parameters
  const layout = stftLayout(lengthSamples, windowSamples, hopSamples)
  const componentSources = Array.from({ length: separation.factors.rank }, (_, k) =>
    sources.findIndex(({ componentIndices }) => componentIndices.includes(k))
  )
  const place = { componentSources: [...componentSources], sources: names, layout, sampleRate }
  const relabelled = relabelByHints(separation.factors, hints, place)
  for (const { componentIndex, source } of relabelled) componentSources[componentIndex] = source
  const shaping = { sources: names, componentSources, hints: [...hints], maskExponent, isWiener }
  const moved = sources.map((group, index) => ({
    ...group,
    componentIndices: componentSources.flatMap((source, k) => (source === index ? [k] : []))
  }))
  if (hints.length === 0) return { separation, sources: moved, hints: null, shaping }
  const outcome = { hintCount: hints.length, relabelled, hasLearned: mayLearnFromHints, seconds: 0 }
  if (!mayLearnFromHints) return { separation, sources: moved, hints: outcome, shaping }
  const { clipId } = clip
  const { separationId } = separation
  const learned = await finish(
    engine.start(
      'learnFromHints',
      { clipId, separationId, sources: names, componentSources, hints: [...hints] },
      ({ fraction }) => progress.show('hints', fraction, `Learning from what was painted: ${describePercent(fraction)}`)
    ),
    signal
  )
  const { seconds, ...found } = learned
  return {
    separation: { ...separation, ...found },
    sources: moved,
    hints: { ...outcome, seconds },
    shaping
  }
}

/** Hints with the numbers of the sources for their names. */
function named(hints: readonly Hint[], sources: readonly ComponentGroup[]): Hint[] {
  return hints.map((hint) => {
    const isMeant = ({ name, label }: ComponentGroup, index: number) =>
      [name.toLowerCase(), label.toLowerCase(), String(index + 1)].includes(hint.source.toLowerCase())
    const index = sources.findIndex(isMeant)
    if (index >= 0) return { ...hint, source: String(index + 1) }
    const problem = `the sources are ${sources.map(({ name }, number) => `${number + 1} “${name}”`).join(', ')}`
    const details = { argument: 'The source of a hint', value: `“${hint.source}”`, problem }
    throw new AppError('invalid-argument', `no source ${hint.source}`, details)
  })
}
