import { channelGainsOf, modelOf } from '@core/separation/factor-model'
import { defaultParameters, separationMethods } from '@core/separation/parameters'
import { describe, expect, it } from 'vitest'

const gains = Float32Array.of(0.5, 1.5, 1.5, 0.5)

describe('the model of a separation', () => {
  it.each([
    ['nmf', null, { kind: 'product' }],
    ['nmf', gains, { kind: 'stereo', channelGains: gains }],
    ['nmfd', null, { kind: 'convolution', lagCount: 5 }],
    ['hpss', null, { kind: 'medians' }],
    ['bands', null, { kind: 'product' }]
  ] as const)('follows from the method %s and the gains %s', (method, channelGains, model) => {
    expect(modelOf({ ...defaultParameters, method, templateColumns: 5 }, channelGains)).toEqual(model)
  })

  it('gives the gains back that it was made with', () => {
    for (const method of separationMethods)
      expect(channelGainsOf(modelOf({ ...defaultParameters, method }, null))).toBeNull()
    expect(channelGainsOf(modelOf(defaultParameters, gains))).toBe(gains)
  })
})
