import { judge } from '@core/evaluation/judge'
import { sourceGroup, streamGroup } from '@core/evaluation/signal-group'
import type { Factors } from '@core/separation/factors'
import { hintField } from '@core/separation/hint-field'
import { learnFromHints } from '@core/separation/learn-hints'
import { MaskStream } from '@core/separation/mask-stream'
import { relabelByHints } from '@core/separation/relabel-hints'
import { finish, hopSamples, windowSamples, type Item } from './item'
import { leakBoxes } from './leak-boxes'
import type { Score } from './measure-item'

/** A grouping after so many boxes where it leaks: components moved, the separation taught, the masks shaped. */
export function measureBoxes(item: Item, factors: Factors, labels: readonly number[], boxCount: number): Score {
  const { layout, sampleRate, mixture } = item
  const sources = item.sources.map(({ name }) => name)
  const boxes = leakBoxes(item, factors, labels, boxCount)
  const componentSources = Int32Array.from(labels)
  const place = { componentSources: labels, sources, layout, sampleRate }
  for (const { componentIndex, source } of relabelByHints(factors, boxes, place)) {
    componentSources[componentIndex] = source
  }
  const hints = hintField(boxes, sources, layout, sampleRate)
  const learned = finish(learnFromHints({ source: mixture, layout, factors, componentSources, hints }))
  const streams = sources.map((_, index) => {
    const shaping = { componentSources, sourceCount: sources.length, hints, exponent: 1 }
    const stream = new MaskStream({ source: mixture, factors: learned, windowSamples, hopSamples, sampleRate, shaping })
    stream.setGains(Float32Array.from(componentSources, (source) => (source === index ? 1 : 0)))
    return stream
  })
  const { mean } = finish(
    judge({
      names: sources,
      truths: sourceGroup(item.sources.map(({ samples }) => samples)),
      mixture: sourceGroup([mixture]),
      estimates: streamGroup(streams, mixture.channelCount),
      idealMasks: null,
      lengthSamples: mixture.lengthSamples,
      view: 'mean'
    })
  )
  return { siSdr: mean.measures.siSdr, sdr: mean.measures.sdr }
}
