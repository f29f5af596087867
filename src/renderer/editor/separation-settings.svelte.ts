import type { SeparationReference } from '@core/project/project'
import type { Factors } from '@core/separation/factors'
import { applicableParameters, methodParameters } from '@core/separation/applicable-parameters'
import { defaultParameters, type SeparationParameters, type WindowSamples } from '@core/separation/parameters'
import type { RunRequest } from './separation-run.svelte'
import type { TimeRange } from './timeline.svelte'

/** Templates that go into the next separation as they are. */
export interface KeptTemplates {
  /** (bins × count), template after template */
  readonly W: Float32Array<ArrayBuffer>
  readonly names: readonly string[]
  readonly windowSamples: number
}

export type StartFrom = SeparationParameters['initialisation'] | 'present'

/** The Separate panel's values; a field that cannot be used says what can. */
export class SeparationSettings {
  #parameters = $state.raw<SeparationParameters>(defaultParameters)
  #kept = $state.raw<KeptTemplates | null>(null)
  #startsFromPresent = $state(false)
  #problems = $state.raw<Readonly<Record<string, string>>>({})

  get parameters(): SeparationParameters {
    return this.#parameters
  }

  get kept(): KeptTemplates | null {
    return this.#kept
  }

  get startFrom(): StartFrom {
    return this.#startsFromPresent ? 'present' : this.#parameters.initialisation
  }

  /** whether several runs would be pooled: only those that begin at random differ */
  get isPooling(): boolean {
    return applicableParameters(this.#parameters, 1).runCount > 1 && !this.#startsFromPresent
  }

  /** what stands against these values together; null when nothing does */
  readonly conflict = $derived.by((): string | null => {
    const { method, componentCount, runCount, learn, windowSamples } = this.#parameters
    if (method !== 'nmf') return null
    if (this.#kept !== null && this.#kept.windowSamples !== windowSamples)
      return `The kept templates are of a window of ${this.#kept.windowSamples}. Choose that window or let them go.`
    const given = this.#kept?.names.length ?? 0
    const learned = learn?.componentCount ?? 0
    if (runCount > 1 && this.isPooling && (componentCount % runCount !== 0 || componentCount < 2 * runCount))
      return `${componentCount} components cannot be shared out evenly among ${runCount} runs.`
    if (given + learned > componentCount)
      return `${given + learned} templates are kept or learned, more than the ${componentCount} components.`
    return null
  })

  /** how many of the options behind "More" are not as the program sets them */
  readonly changedRareCount = $derived.by(
    (): number =>
      changedRareFields(this.#parameters) + (this.#startsFromPresent && this.#parameters.method === 'nmf' ? 1 : 0)
  )

  /** whether every field holds a value that can be used */
  get isUsable(): boolean {
    return Object.keys(this.#problems).length === 0 && this.conflict === null
  }

  /** The values of a document's separation, or the program's own. Templates it kept are found in its W. */
  load(separation: SeparationReference | null, factors: Factors | null): void {
    const parameters = separation?.parameters ?? defaultParameters
    const { method, windowSamples, learn, givenTemplateCount } = parameters
    this.#problems = {}
    this.#startsFromPresent = false
    this.#kept = null
    // Harmonic/percussive always has two; no other method is meant to begin with them.
    this.#parameters =
      method === 'hpss' ? { ...parameters, componentCount: defaultParameters.componentCount } : parameters
    if (givenTemplateCount === 0) return
    if (factors === null) return this.releaseTemplates()
    const first = learn?.componentCount ?? 0
    const W = factors.W.slice(first * factors.binCount, (first + givenTemplateCount) * factors.binCount)
    const names = Array.from({ length: givenTemplateCount }, (_, index) => `Component ${first + index + 1}`)
    this.keepTemplates({ W, names, windowSamples })
  }

  set(change: Partial<Omit<SeparationParameters, 'windowSamples' | 'hopSamples' | 'givenTemplateCount'>>): void {
    this.#parameters = { ...this.#parameters, ...change }
  }

  setWindow(windowSamples: WindowSamples): void {
    this.#parameters = { ...this.#parameters, windowSamples, hopSamples: windowSamples / 4 }
  }

  setStartFrom(start: StartFrom): void {
    this.#startsFromPresent = start === 'present'
    if (start !== 'present') this.set({ initialisation: start })
  }

  learnFrom({ startSeconds, endSeconds }: TimeRange): void {
    const componentCount = Math.max(1, Math.min(4, this.#parameters.componentCount - 1))
    this.set({ learn: { startSeconds, endSeconds, componentCount } })
  }

  keepTemplates(kept: KeptTemplates): void {
    this.#kept = kept
    this.#parameters = { ...this.#parameters, givenTemplateCount: kept.names.length }
  }

  releaseTemplates(): void {
    this.#kept = null
    this.#parameters = { ...this.#parameters, givenTemplateCount: 0 }
  }

  setProblem(field: string, problem: string | null): void {
    const { [field]: _former, ...others } = this.#problems
    this.#problems = problem === null ? others : { ...others, [field]: problem }
  }

  rollSeed(): void {
    this.set({ seed: crypto.getRandomValues(new Uint32Array(1))[0]! % 10_000 })
  }

  /** What a run of these values is asked for. */
  request(channelCount: number, present: SeparationReference | null): RunRequest {
    const parameters = applicableParameters(this.#parameters, channelCount)
    const isWarm = this.#startsFromPresent && parameters.method === 'nmf' && hasTemplates(present)
    return {
      parameters: isWarm ? { ...parameters, runCount: 1 } : parameters,
      warmSeparationId: isWarm ? present!.id : null,
      givenTemplates: parameters.givenTemplateCount === 0 ? null : (this.#kept?.W ?? null)
    }
  }
}

const frequentFields: readonly string[] = ['componentCount', 'runCount', 'updates', 'isStereo']

function changedRareFields(parameters: SeparationParameters): number {
  const rare = methodParameters[parameters.method].filter((field) => !frequentFields.includes(field))
  return rare.filter((field) => parameters[field] !== defaultParameters[field]).length
}

/** Whether a separation has templates to go on from; those of harmonic/percussive only picture its masks. */
export function hasTemplates(separation: SeparationReference | null): boolean {
  return separation !== null && separation.parameters.method !== 'hpss'
}
