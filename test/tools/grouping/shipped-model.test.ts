import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { groupingModelSchema, parseGroupingModel, writeGroupingModel } from '@core/grouping/grouping-model'

const path = resolve(import.meta.dirname, '../../../assets/grouping/model.json')
const json: unknown = JSON.parse(readFileSync(path, 'utf8'))

test('the shipped model is the one of its hash, and nothing is lost where it is read and written', () => {
  const { sha256 } = z.object({ sha256: z.string() }).parse(json)
  const file = groupingModelSchema.parse(json)
  expect(createHash('sha256').update(JSON.stringify(file)).digest('hex')).toBe(sha256)
  const again = writeGroupingModel(parseGroupingModel(json))
  expect(again.pairs.map(({ layers }) => layers.map(({ weights }) => weights))).toEqual(
    file.pairs.map(({ layers }) => layers.map(({ weights }) => weights))
  )
})

test('the shipped model did on the validation mixtures what is asked of it', () => {
  const scores = z.object({ learnedSiSdr: z.number(), recipeSiSdr: z.number(), confidenceCorrelation: z.number() })
  const { training } = z.object({ training: z.object({ single: scores, pooled: scores }) }).parse(json)
  for (const { learnedSiSdr, recipeSiSdr, confidenceCorrelation } of [training.single, training.pooled]) {
    expect(learnedSiSdr - recipeSiSdr).toBeGreaterThanOrEqual(2.3)
    expect(confidenceCorrelation).toBeGreaterThanOrEqual(0.7)
  }
})
