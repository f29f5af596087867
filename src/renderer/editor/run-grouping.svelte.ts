import type { SeparationResult } from '@core/contract/engine'
import { noLinks, type GroupingProposal } from '@core/grouping/proposal'
import type { SeparationParameters } from '@core/separation/parameters'
import type { EngineSession } from './engine-session'

/** from this iteration on the components of a run are good enough for a first grouping */
const firstIteration = 60

interface Wish {
  /** whether the run's components are to be grouped at all */
  readonly isMeant: boolean
  /** null: as many as there seem to be */
  readonly sourceCount: number | null
}

/** How the components of the run under way would be grouped, as they are after some iterations. Nothing of the project changes. */
export class RunGrouping {
  readonly #session: EngineSession
  readonly #wish: Wish
  /** 'asked' until it is known */
  #state = $state.raw<'asked' | GroupingProposal | null>(null)

  constructor(session: EngineSession, wish: Wish) {
    this.#session = session
    this.#wish = wish
  }

  /** null before it is known */
  get proposal(): GroupingProposal | null {
    return this.#state === 'asked' ? null : this.#state
  }

  /** Looks at factors of the run, once they have come far enough. */
  async consider(
    factors: SeparationResult['factors'],
    parameters: SeparationParameters,
    iteration: number
  ): Promise<void> {
    const { clipId } = this.#session
    if (clipId === null || !this.#wish.isMeant || this.#state !== null || iteration < firstIteration) return
    if (parameters.method !== 'nmf' || parameters.runCount > 1) return
    this.#state = 'asked'
    const separationId = `preview-${crypto.randomUUID()}`
    await this.#session.start('putSeparation', { clipId, separationId, parameters, factors }).outcome
    const outcome = await this.#session.start('proposeGrouping', {
      ...{ clipId, separationId, links: noLinks, previewCount: 2 },
      sourceCount: this.#wish.sourceCount,
      labels: new Array<null>(factors.rank).fill(null)
    }).outcome
    // A run that ended meanwhile needs none, and a failure is told by the suggestion that follows.
    if (this.#state === 'asked' && outcome.kind === 'done') this.#state = outcome.value.proposals[0] ?? null
  }

  end(): void {
    this.#state = null
  }
}
