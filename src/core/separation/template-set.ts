import { z } from 'zod'
import { AppError } from '../errors'

/** What a file of templates says of itself, beside the matrix. */
export const templateFactsSchema = z.object({
  format: z.literal('unweave-templates'),
  version: z.literal(1),
  /** of the source that they are of */
  name: z.string().min(1),
  sampleRate: z.int().positive(),
  windowSamples: z.int().positive(),
  templateCount: z.int().positive(),
  /** what they were learned from, in words; for people */
  learnedFrom: z.string()
})
export type TemplateFacts = z.infer<typeof templateFactsSchema>

/** Templates of one source: W (bins × templateCount), template after template, each of the sum 1. */
export interface TemplateSet extends TemplateFacts {
  readonly W: Float32Array
}

/** Above this a template would be too broad or too narrow: the width of a peak in Hz follows from the window. */
const mostStretch = 1.2

/**
 * The templates for another transform, interpolated along frequency where bins lie elsewhere; above the Nyquist frequency of what they
 * were learned from they are 0.
 *
 * @throws AppError 'invalid-argument' {argument, value, problem} where the bins are more than 20 % wider or narrower
 */
export function fitTemplates(
  set: TemplateSet,
  to: { readonly sampleRate: number; readonly windowSamples: number }
): Float32Array<ArrayBuffer> {
  const [binCount, targetCount] = [set.windowSamples / 2 + 1, to.windowSamples / 2 + 1]
  const stretch = to.sampleRate / to.windowSamples / (set.sampleRate / set.windowSamples)
  if (stretch === 1 && binCount === targetCount) return Float32Array.from(set.W)
  if (Math.max(stretch, 1 / stretch) > mostStretch) throw misfit(set, to)
  const W = new Float32Array(set.templateCount * targetCount)
  for (let k = 0; k < set.templateCount; k++) {
    const from = set.W.subarray(k * binCount, (k + 1) * binCount)
    const template = W.subarray(k * targetCount, (k + 1) * targetCount)
    for (let f = 0; f < targetCount; f++) {
      const at = f * stretch
      const low = Math.floor(at)
      const share = at - low
      if (low < binCount) template[f] = (1 - share) * from[low] + share * (from[low + 1] ?? 0)
    }
    const sum = template.reduce((total, value) => total + value, 0)
    if (sum > 0) for (let f = 0; f < targetCount; f++) template[f] /= sum
  }
  return W
}

function misfit(set: TemplateSet, to: { sampleRate: number; windowSamples: number }): AppError {
  const ideal = (set.windowSamples * to.sampleRate) / set.sampleRate
  const window = 2 ** Math.round(Math.log2(ideal))
  const problem =
    `they were learned at ${set.sampleRate} Hz with a window of ${set.windowSamples}, and this is ${to.sampleRate} Hz with a window of ` +
    `${to.windowSamples}: their peaks would be of another width. A window of ${window} fits them`
  const details = { argument: 'The templates', value: `“${set.name}”`, problem, windowSamples: window }
  return new AppError('invalid-argument', problem, details)
}
