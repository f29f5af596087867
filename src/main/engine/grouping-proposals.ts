import { cancelled, type Outcome } from '@core/contract/rpc'
import { AppError } from '@core/errors'
import { parseGroupingModel, type GroupingModel } from '@core/grouping/grouping-model'
import type { ComponentLinks, GroupingProposals } from '@core/grouping/proposal'
import { proposeGroupings } from '@core/grouping/propose-groupings'
import { measureEnergies, type ComponentEnergies } from '@core/separation/component-energies'
import { stftLayout } from '@core/spectral/stft-layout'
import modelFile from '../../../assets/grouping/model.json'
import type { OpenClip } from './clip-store'
import type { Separation } from './result-store'
import { runInSlices } from './time-slices'

export interface ProposalRequest {
  readonly sourceCount: number | null
  /** for each component the source that a person gave it */
  readonly labels: readonly (number | null)[]
  readonly links: ComponentLinks
  readonly previewCount: number
}

let model: GroupingModel | null = null
/** They depend on nothing but the separation, and a person asks again after each answer. */
const measured = new WeakMap<Separation, ComponentEnergies>()

/**
 * Ways to group the components of a separation.
 *
 * @throws AppError 'invalid-argument' with a `problem` for masks that have no components to group, or labels that do not fit
 */
export async function proposeForSeparation(
  clip: OpenClip,
  separation: Separation,
  request: ProposalRequest,
  isCancelled: () => boolean
): Promise<Outcome<GroupingProposals>> {
  const { factors, parameters } = separation
  checkRequest(separation, request)
  const { windowSamples, hopSamples } = parameters
  const layout = stftLayout(clip.audio.lengthSamples, windowSamples, hopSamples)
  let energies = measured.get(separation)
  if (energies === undefined) {
    const outcome = await runInSlices(measureEnergies(clip.audio, layout, factors), { isCancelled })
    if (outcome.kind !== 'done') return cancelled
    energies = outcome.value
    measured.set(separation, energies)
  }
  model ??= parseGroupingModel(modelFile)
  const runCount = factors.rank === parameters.componentCount ? parameters.runCount : 1
  const work = proposeGroupings({
    ...request,
    factors,
    layout: { sampleRate: clip.audio.sampleRate, windowSamples, hopSamples },
    energies,
    runCount,
    model
  })
  return runInSlices(work, { isCancelled })
}

function checkRequest({ factors, parameters }: Separation, { sourceCount, labels, links }: ProposalRequest): void {
  const refuse = (problem: string): never => {
    throw new AppError('invalid-argument', problem, { problem })
  }
  if (parameters.method === 'hpss') refuse('a harmonic/percussive split has two components that need no grouping')
  if (labels.length !== factors.rank) refuse(`${labels.length} labels are given for ${factors.rank} components`)
  const linked = [...links.together, ...links.apart].flat()
  if (linked.some((k) => k >= factors.rank)) refuse(`a link names a component beyond the last, ${factors.rank}`)
  const highest = Math.max(-1, ...labels.map((label) => label ?? -1))
  if (sourceCount !== null && highest >= sourceCount)
    refuse(`a component is labelled with source ${highest + 1} of ${sourceCount}`)
}
