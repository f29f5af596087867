import { createPlanRunner } from '../../bench/quality/factorize-alone'
import { details, measureMixture } from './learning/measured-mixture'
import { mixturePath, readMixture, writeMixture } from './learning/mixture-file'
import { makeMixture } from './mixture/make-mixture'
import type { Split } from './mixture/players'
import { say } from './say'
import { missingPackages } from './sound/sound-font'

export interface MixtureOrder {
  readonly folder: string
  readonly split: Split
  readonly count: number
  /** stops after the mixture during which it is over */
  readonly deadline: number
  /** makes only every so many-th, so that several threads share them */
  readonly share: { readonly index: number; readonly of: number }
}

/**
 * Makes its share of the mixtures that the folder does not have yet, with the seeds 1, 2, …; what is there stays.
 *
 * @returns whether all of its share are there
 * @throws  Error when programs or sound fonts are missing
 */
export async function makeMixtures({ folder, split, count, deadline, share }: MixtureOrder): Promise<boolean> {
  const missing = missingPackages()
  if (missing.length > 0) {
    throw new Error(
      `The mixtures are played by programs and sound fonts that are not installed: apt-get install ${missing.join(' ')}`
    )
  }
  const runPlan = await createPlanRunner()
  for (let seed = 1 + share.index; seed <= count; seed += share.of) {
    const missingDetails = details.filter(
      (detail) => readMixture(mixturePath(folder, { split, seed, detail })) === null
    )
    if (missingDetails.length === 0) continue
    if (Date.now() > deadline) return false
    const startedAt = Date.now()
    const mixture = makeMixture(seed, split)
    const renderedAt = Date.now()
    if (mixture.sources.length < 2) continue
    for (const detail of missingDetails) {
      const measured = measureMixture(mixture, { seed, split, detail, runPlan })
      writeMixture(mixturePath(folder, { split, seed, detail }), measured)
    }
    const seconds = [renderedAt - startedAt, Date.now() - renderedAt].map((ms) => (ms / 1000).toFixed(1))
    say(`${split} ${seed} of ${count}: ${mixture.kind}, ${mixture.sources.length} sources, ${seconds.join(' + ')} s`)
  }
  return true
}
