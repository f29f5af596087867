import type { ClipInfo } from '@core/contract/engine'
import { describeExampleProblem } from '@core/contract/example-sentences'
import { exampleProblems, type ExampleFacts } from '@core/separation/example-facts'
import { joined } from '@core/math/joined'
import type { SeparationParameters } from '@core/separation/parameters'
import type { TemplateSet } from '@core/separation/template-set'
import type { EngineSession } from './engine-session'
import type { EngineWork } from './engine-work.svelte'
import type { TimeRange } from './timeline.svelte'

interface ExampleRecording {
  readonly clip: ClipInfo
  /** what opens it; null: it is the open recording */
  readonly grant: string | null
  readonly passage: TimeRange | null
}

/** A recording or a passage in which a source plays alone, or templates of it from the library. */
export interface Example {
  readonly id: string
  /** "drums.wav", "0:02.0–0:04.5 of this recording" */
  readonly label: string
  /** where it is learned from; null: it is a set of the library */
  readonly recording: ExampleRecording | null
  /** what was learned of it; null before */
  readonly set: TemplateSet | null
  /** with which parameters and how many templates; learned anew for others */
  readonly learnedWith: string | null
  readonly facts: ExampleFacts | null
  /** what is wrong with it, in sentences */
  readonly problems: readonly string[]
}

/** A source of which examples are given. */
export interface KnownSource {
  readonly id: string
  readonly name: string
  readonly examples: readonly Example[]
}

/** What the engine learns from an example, and finds wrong with it. */
export class ExampleLearning {
  readonly #session: EngineSession
  readonly #work: EngineWork
  readonly #parameters: () => SeparationParameters

  /** @param parameters as the Separate panel has them */
  constructor(session: EngineSession, work: EngineWork, parameters: () => SeparationParameters) {
    this.#session = session
    this.#work = work
    this.#parameters = parameters
  }

  /** what a separation from examples can be of what the Separate panel has */
  get parameters(): SeparationParameters {
    return {
      ...this.#parameters(),
      ...{ method: 'nmf', runCount: 1, initialisation: 'random', isStereo: false, learn: null, givenTemplateCount: 0 }
    }
  }

  /** Whatever of the parameters counts for templates. */
  settings(templateCount: number): string {
    const { windowSamples, hopSamples, beta, updates, seed } = this.#parameters()
    return JSON.stringify({ templateCount, windowSamples, hopSamples, beta, updates, seed })
  }

  /** The example with what was learned of it; null when the person cancelled. @throws AppError */
  async learn(source: KnownSource, example: Example, templateCount: number): Promise<Example | null> {
    const { parameters } = this
    const learned = await this.#work.follow(
      this.#session.start(
        'learnTemplates',
        { ...this.#placeOf(example), parameters, templateCount },
        this.#work.show(`Learning ${source.name}`)
      )
    )
    if (learned === null) return null
    const { W, facts } = learned
    const { windowSamples } = parameters
    const set: TemplateSet = {
      ...{ format: 'unweave-templates', version: 1, name: source.name, windowSamples, templateCount },
      ...{ sampleRate: example.recording!.clip.sampleRate, learnedFrom: example.label, W }
    }
    return { ...example, set, facts, learnedWith: this.settings(templateCount) }
  }

  /**
   * The example with what is wrong with it; null when the person cancelled.
   *
   * @param others examples of other sources, which may explain part of it
   */
  async check(source: KnownSource, example: Example, others: readonly Example[]): Promise<Example | null> {
    const { recording, set, facts } = example
    if (recording === null || set === null || facts === null) return example
    const fitting = others.flatMap((other) => {
      const isFit = other.set?.sampleRate === set.sampleRate && other.set.windowSamples === set.windowSamples
      return isFit ? [other.set.W] : []
    })
    let overlap: number | null = null
    if (fitting.length > 0) {
      const { parameters } = this
      const measured = await this.#work.follow(
        this.#session.start(
          'measureOverlap',
          {
            ...{ ...this.#placeOf(example), parameters, templateCount: set.templateCount },
            others: joined(fitting)
          },
          this.#work.show(`Checking ${source.name}`)
        )
      )
      if (measured === null) return null
      overlap = measured.share
    }
    const problems = exampleProblems(facts, overlap).map((problem) => describeExampleProblem(problem, source.name))
    return { ...example, problems }
  }

  /** Where the engine finds it: another id of the open recording since it was restarted. */
  #placeOf({ recording }: Example) {
    const { clip, grant, passage } = recording!
    return { clipId: grant === null ? this.#session.clipId! : clip.clipId, passages: passage && [passage] }
  }
}
