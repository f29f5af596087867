import { correlateComponents, measureGroups } from '@core/evaluation/component-correlations'
import { ComponentSignals } from '@core/evaluation/component-signals'
import { sourceGroup } from '@core/evaluation/signal-group'
import { defaultParameters } from '@core/separation/parameters'
import { defaultExampleTemplates, planExample } from '@core/separation/plan-example'
import { planSeparation } from '@core/separation/plan-separation'
import { stftLayout } from '@core/spectral/stft-layout'
import { exampleIterations, exampleJointIterations } from '@core/separation/known-sources'
import { excerpt, finish, hopSamples, windowSamples, type Item } from './item'
import type { PlanRunner, Score } from './measure-item'

/** Each half of the recording, separated by templates that were learned from the other half of the true stems. */
export function measureExamples(item: Item, seed: number, run: PlanRunner): Score {
  const { lengthSamples } = item.mixture
  const middle = Math.floor(lengthSamples / 2)
  const halves = [
    [0, middle],
    [middle, lengthSamples]
  ] as const
  const scores = halves.map((half, index) => measureHalf(item, half, halves[1 - index]!, { seed, run }))
  const mean = (key: keyof Score) => scores.reduce((sum, score) => sum + score[key], 0) / scores.length
  return { siSdr: mean('siSdr'), sdr: mean('sdr') }
}

type Half = readonly [start: number, end: number]

function measureHalf(item: Item, half: Half, exampleHalf: Half, how: { seed: number; run: PlanRunner }): Score {
  const { seed, run } = how
  const { sampleRate, sources } = item
  const layoutOf = ([start, end]: Half) => stftLayout(end - start, windowSamples, hopSamples)
  const parameters = { ...defaultParameters, seed }
  const memoryLimitBytes = Infinity
  const templates = sources.map(({ samples }) => {
    const example = excerpt(samples, ...exampleHalf)
    const { channelCount } = example
    const layout = layoutOf(exampleHalf)
    const request = { sampleRate, layout, channelCount, parameters, memoryLimitBytes, passages: null }
    return run(planExample({ ...request, templateCount: defaultExampleTemplates }), example, layout)
  })
  const count = defaultExampleTemplates * sources.length
  const mixture = excerpt(item.mixture, ...half)
  const layout = layoutOf(half)
  const { factors } = run(
    planSeparation({
      sampleRate,
      layout,
      channelCount: mixture.channelCount,
      parameters: {
        ...parameters,
        componentCount: count,
        givenTemplateCount: count,
        iterationCount: exampleIterations,
        jointIterationCount: exampleJointIterations
      },
      givenTemplates: Float32Array.from(templates.flatMap((W) => [...W])),
      warmFactors: null,
      memoryLimitBytes
    }),
    mixture,
    layout
  )
  const correlations = finish(
    correlateComponents({
      truths: sourceGroup(sources.map(({ samples }) => excerpt(samples, ...half))),
      components: new ComponentSignals(mixture, factors, layout),
      lengthSamples: mixture.lengthSamples
    })
  )
  const labels = Array.from({ length: count }, (_, k) => Math.floor(k / defaultExampleTemplates))
  const groups = measureGroups(correlations, labels, sources.length)
  const mean = (key: keyof Score) => groups.reduce((sum, ofSources, j) => sum + ofSources[j]![key], 0) / groups.length
  return { siSdr: mean('siSdr'), sdr: mean('sdr') }
}
