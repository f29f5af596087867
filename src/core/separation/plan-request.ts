import { AppError } from '../errors'
import type { StftLayout } from '../spectral/stft-layout'
import type { Factors } from './factors'
import type { NmfProblem } from './nmf-problem'
import type { SeparationParameters } from './parameters'

/** An earlier separation of the clip, and the transform that it is in. */
export interface WarmFactors {
  readonly factors: Factors
  readonly windowSamples: number
  readonly hopSamples: number
}

/** What a separation is planned from. */
export interface SeparationRequest {
  readonly sampleRate: number
  /** of the whole recording */
  readonly layout: StftLayout
  readonly channelCount: number
  readonly parameters: SeparationParameters
  /** (bins × parameters.givenTemplateCount), template after template; each is scaled to the sum 1 */
  readonly givenTemplates: Float32Array | null
  /** to go on from; null starts anew */
  readonly warmFactors: WarmFactors | null
  /** how many bytes V may take; above it the templates are learned from a sample of the columns */
  readonly memoryLimitBytes: number
}

/** A request, with what every step of its plan asks. */
export interface PlanContext extends SeparationRequest {
  /** whether the channels have a spectrogram each, and components a gain in each */
  readonly isJoint: boolean
  /** spectrograms that V holds */
  readonly spectrogramCount: number
  /** most columns that V may have */
  readonly columnLimit: number
}

/** @throws AppError 'invalid-argument', 'shape-mismatch', 'negative-value' for templates and passages that cannot be */
export function planContext(request: SeparationRequest): PlanContext {
  checkGivenTemplates(request)
  checkTemplateCount(request)
  const { parameters, channelCount, layout, memoryLimitBytes } = request
  const isJoint = parameters.method === 'nmf' && parameters.isStereo && channelCount > 1
  const spectrogramCount = isJoint ? channelCount : 1
  const columnBytes = 4 * 8 * Math.ceil(layout.binCount / 8) * spectrogramCount
  return { ...request, isJoint, spectrogramCount, columnLimit: Math.floor(memoryLimitBytes / columnBytes) }
}

/** The part of a problem that the parameters say; nothing fixed, everything at random. */
export function nmfProblem(context: PlanContext, columnCount: number): NmfProblem {
  const { parameters, layout, spectrogramCount } = context
  return {
    binCount: layout.binCount,
    columnCount,
    channelCount: spectrogramCount,
    rank: parameters.componentCount,
    beta: parameters.beta,
    iterationCount: parameters.iterationCount,
    tolerance: parameters.tolerance,
    updates: parameters.updates,
    seed: parameters.seed,
    start: { W: null, H: null, channelGains: null },
    fixedTemplates: null,
    fixedActivations: null,
    continuity: parameters.continuity,
    sparsity: parameters.sparsity,
    prunes: false,
    weights: null
  }
}

function checkTemplateCount({ parameters }: SeparationRequest): void {
  const { componentCount, learn, givenTemplateCount } = parameters
  const templateCount = (learn?.componentCount ?? 0) + givenTemplateCount
  if (templateCount <= componentCount) return
  throw new AppError('invalid-argument', `${templateCount} fixed templates of ${componentCount} components`, {
    problem: `${templateCount} templates are to be kept, but there are only ${componentCount} components`,
    templateCount,
    componentCount
  })
}

function checkGivenTemplates({ givenTemplates, parameters, layout }: SeparationRequest): void {
  const { givenTemplateCount } = parameters
  const { binCount } = layout
  const length = givenTemplates?.length ?? 0
  if (length !== givenTemplateCount * binCount) {
    throw new AppError('shape-mismatch', `${length} values for ${givenTemplateCount} templates of ${binCount} bins`, {
      givenTemplateCount,
      binCount,
      length
    })
  }
  for (let k = 0; k < givenTemplateCount; k++) {
    const template = givenTemplates!.subarray(k * binCount, (k + 1) * binCount)
    const wrong = template.find((value) => !(value >= 0 && value < Infinity))
    if (wrong !== undefined) {
      const code = wrong < 0 && wrong > -Infinity ? 'negative-value' : 'invalid-argument'
      throw new AppError(code, `template ${k} holds ${wrong}`, {
        problem: `template ${k + 1} of those given holds ${wrong}`,
        template: k + 1,
        value: String(wrong)
      })
    }
    if (template.some((value) => value > 0)) continue
    throw new AppError('invalid-argument', `template ${k} is 0 everywhere`, {
      problem: `template ${k + 1} of those given is 0 in every bin`,
      template: k + 1
    })
  }
}
