import { applicableParameters } from '@core/separation/applicable-parameters'
import { defaultParameters, type SeparationParameters } from '@core/separation/parameters'
import { describe, expect, it } from 'vitest'

const all: SeparationParameters = {
  method: 'nmf',
  componentCount: 9,
  beta: 0,
  iterationCount: 50,
  tolerance: 0.01,
  updates: 'exact',
  initialisation: 'random',
  startCount: 4,
  runCount: 1,
  seed: 3,
  windowSamples: 2048,
  hopSamples: 512,
  isStereo: true,
  continuity: 2,
  sparsity: 3,
  templateColumns: 4,
  learn: { startSeconds: 0, endSeconds: 1, componentCount: 2 },
  givenTemplateCount: 1,
  jointIterationCount: 5
}
const window = { windowSamples: 2048, hopSamples: 512 } as const

describe('the parameters that a method goes by', () => {
  it('are all but the template length for NMF', () => {
    expect(applicableParameters(all, 2)).toEqual({ ...all, templateColumns: defaultParameters.templateColumns })
  })

  it('are the bands and the window for a filter bank', () => {
    const kept = { method: 'bands', componentCount: 9, ...window } as const
    expect(applicableParameters({ ...all, method: 'bands' }, 2)).toEqual({ ...defaultParameters, ...kept })
  })

  it('are nothing but the window for median filters, which always make two components', () => {
    const kept = { method: 'hpss', componentCount: 2, ...window } as const
    expect(applicableParameters({ ...all, method: 'hpss' }, 2)).toEqual({ ...defaultParameters, ...kept })
  })

  it('know no gains of channels where there is one', () => {
    expect(applicableParameters(all, 1).isStereo).toBe(false)
  })

  it('know several runs only where they begin at random and keep nothing', () => {
    const pooled = { ...all, runCount: 3, learn: null, givenTemplateCount: 0 }
    expect(applicableParameters(pooled, 2).runCount).toBe(3)
    expect(applicableParameters({ ...pooled, givenTemplateCount: 1 }, 2).runCount).toBe(1)
    expect(applicableParameters({ ...pooled, learn: all.learn }, 2).runCount).toBe(1)
    expect(applicableParameters({ ...pooled, initialisation: 'nndsvda' }, 2).runCount).toBe(1)
    expect(applicableParameters({ ...pooled, method: 'nmfd' }, 2).runCount).toBe(1)
  })

  it('know one start where starts would not differ', () => {
    expect(applicableParameters({ ...all, initialisation: 'nndsvda' }, 2).startCount).toBe(1)
  })
})
