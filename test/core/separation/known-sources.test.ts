import { describe, expect, it } from 'vitest'
import { requestKnownSources } from '@core/separation/known-sources'
import { defaultParameters } from '@core/separation/parameters'
import type { TemplateSet } from '@core/separation/template-set'

const recording = { sampleRate: 44_100, channelCount: 2 }
const parameters = { ...defaultParameters, windowSamples: 512, hopSamples: 128 } as const

function setOf(name: string, templateCount: number): TemplateSet {
  const W = new Float32Array(257 * templateCount)
  for (let k = 0; k < templateCount; k++) W[k * 257 + k + 1] = 1
  return {
    ...{ format: 'unweave-templates', version: 1, name, sampleRate: 44_100, windowSamples: 512 },
    ...{ templateCount, learnedFrom: 'a test', W }
  }
}

describe('a request of known sources', () => {
  it('puts the templates of a source side by side, and free components last', () => {
    const sets = [setOf('drums', 2), setOf('voice', 3), setOf('drums', 1)]
    const {
      parameters: asked,
      givenTemplates,
      groups
    } = requestKnownSources(sets, recording, { parameters, restCount: 4 })
    expect(groups).toEqual([
      { name: 'drums', componentCount: 3 },
      { name: 'voice', componentCount: 3 },
      { name: null, componentCount: 4 }
    ])
    expect(asked).toMatchObject({ componentCount: 10, givenTemplateCount: 6, jointIterationCount: 10 })
    expect(givenTemplates).toHaveLength(6 * 257)
    // the third template of the drums is the first of their second set
    expect(givenTemplates[2 * 257 + 1]).toBe(1)
  })

  it('gives a single source free components beside it', () => {
    expect(requestKnownSources([setOf('drums', 2)], recording, { parameters, restCount: 0 }).groups).toEqual([
      { name: 'drums', componentCount: 2 },
      { name: null, componentCount: 16 }
    ])
  })

  it('refuses more components than there can be', () => {
    const sets = [setOf('a', 100), setOf('b', 100)]
    expect(() => requestKnownSources(sets, recording, { parameters, restCount: 0 })).toThrow(/200 components/)
  })
})
