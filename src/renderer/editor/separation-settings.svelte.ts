import { defaultParameters, type SeparationParameters, type WindowSamples } from '@core/separation/parameters'

/** The Separate panel's values; a field that cannot be used says what can. */
export class SeparationSettings {
  #parameters = $state.raw<SeparationParameters>(defaultParameters)
  #problems = $state.raw<Readonly<Record<string, string>>>({})

  get parameters(): SeparationParameters {
    return this.#parameters
  }

  /** whether every field holds a value that can be used */
  get isUsable(): boolean {
    return Object.keys(this.#problems).length === 0
  }

  load(parameters: SeparationParameters | null): void {
    this.#parameters = parameters ?? defaultParameters
    this.#problems = {}
  }

  set(change: Partial<Omit<SeparationParameters, 'windowSamples' | 'hopSamples'>>): void {
    this.#parameters = { ...this.#parameters, ...change }
  }

  setWindow(windowSamples: WindowSamples): void {
    this.#parameters = { ...this.#parameters, windowSamples, hopSamples: windowSamples / 4 }
  }

  setProblem(field: string, problem: string | null): void {
    const { [field]: _former, ...others } = this.#problems
    this.#problems = problem === null ? others : { ...others, [field]: problem }
  }

  rollSeed(): void {
    this.set({ seed: crypto.getRandomValues(new Uint32Array(1))[0]! % 10_000 })
  }
}
