import { createPlanRunner } from '../../bench/quality/factorize-alone'
import { measureMixture } from './learning/measured-mixture'
import { mixturePath, readMixture, writeMixture } from './learning/mixture-file'
import { makeMixture } from './mixture/make-mixture'
import type { Split } from './mixture/players'
import { missingPackages } from './sound/sound-font'

export interface MixtureOrder {
  readonly folder: string
  readonly split: Split
  readonly count: number
  /** stops after the mixture during which it is over */
  readonly deadline: number
}

/**
 * Makes the mixtures that the folder does not have yet, with the seeds 1, 2, …; what is there stays.
 *
 * @returns whether all are there
 * @throws  Error when programs or sound fonts are missing
 */
export async function makeMixtures({ folder, split, count, deadline }: MixtureOrder): Promise<boolean> {
  const missing = missingPackages()
  if (missing.length > 0) {
    throw new Error(
      `The mixtures are played by programs and sound fonts that are not installed: apt-get install ${missing.join(' ')}`
    )
  }
  const runPlan = await createPlanRunner()
  for (let seed = 1; seed <= count; seed++) {
    const path = mixturePath(folder, split, seed)
    if (readMixture(path)) continue
    if (Date.now() > deadline) return false
    const startedAt = Date.now()
    const mixture = makeMixture(seed, split)
    const renderedAt = Date.now()
    if (mixture.sources.length < 2) continue
    writeMixture(path, measureMixture(mixture, { seed, split, runPlan }))
    const seconds = [renderedAt - startedAt, Date.now() - renderedAt].map((ms) => (ms / 1000).toFixed(1))
    console.log(
      `${split} ${seed} of ${count}: ${mixture.kind}, ${mixture.sources.length} sources, ${seconds.join(' + ')} s`
    )
  }
  return true
}
