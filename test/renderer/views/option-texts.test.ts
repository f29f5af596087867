import { describe, expect, it } from 'vitest'
import { methodParameters } from '@core/separation/applicable-parameters'
import { separationMethods } from '@core/separation/parameters'
import { methodTexts, optionTexts } from '../../../src/renderer/views/inspector/option-texts'

describe('the texts of the separation options', () => {
  it('explain every parameter that a method goes by', () => {
    const explained = new Set(Object.keys(optionTexts))
    const parameters = separationMethods.flatMap((method) => [...methodParameters[method]])
    expect(parameters.filter((parameter) => !explained.has(parameter))).toEqual([])
  })

  it('are sentences, for every method too', () => {
    const texts = [...Object.values(optionTexts), ...Object.values(methodTexts)].map(({ text }) => text)
    for (const text of texts) expect(text).toMatch(/^[A-Z].{60,}\.$/)
  })
})
