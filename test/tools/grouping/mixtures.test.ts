import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { productModel } from '@core/separation/factors'
import type { MeasuredMixture } from '../../../tools/grouping/learning/measured-mixture'
import { mixturePath, readMixture, writeMixture } from '../../../tools/grouping/learning/mixture-file'
import { meanSiSdr, softOwnership } from '../../../tools/grouping/learning/ownership'
import { mixtureKinds } from '../../../tools/grouping/mixture/make-mixture'
import { families, programsOf, reservedPrograms } from '../../../tools/grouping/mixture/players'
import { atPosition } from '../../../tools/grouping/mixture/production'
import { inRoom, randomRoom } from '../../../tools/grouping/mixture/room'
import { Dice } from '../../../tools/grouping/score/dice'
import { recordedStrikes } from '../../../tools/grouping/sound/recorded-strikes'

const folder = mkdtempSync(join(tmpdir(), 'unweave-mixture-test-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('what judges is never learned from', () => {
  for (const family of families) {
    expect(programsOf(family, 'training').length).toBeGreaterThan(0)
    expect(programsOf(family, 'training').filter((program) => reservedPrograms.includes(program))).toEqual([])
  }
  expect(programsOf('keys', 'validation')).toContain(0)
  const strokes = Object.values(recordedStrikes).flat()
  expect(strokes.length).toBeGreaterThan(20)
  expect(strokes.filter((name) => /^(drum|tabla|guit|loop|ambi)_/.test(name))).toEqual([])
})

test('the kinds of mixtures make a hundred', () => {
  expect(Object.values(mixtureKinds).reduce((sum, weight) => sum + weight, 0)).toBe(100)
})

test('ownership sums to 1 over the sources', () => {
  const value = fc.double({ min: -1e3, max: 1e3, noNaN: true })
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 5 }),
      fc.integer({ min: 1, max: 8 }),
      fc.infiniteStream(value),
      (j, k, values) => {
        const products = Float64Array.from(values.take(j * k))
        const ownership = softOwnership({ products, sourceEnergies: new Float64Array(j) })
        for (let component = 0; component < k; component++) {
          let sum = 0
          for (let source = 0; source < j; source++) sum += ownership[source * k + component]!
          expect(sum).toBeCloseTo(1, 10)
        }
        expect(ownership.every((share) => share >= 0)).toBe(true)
      }
    )
  )
})

test('SI-SDR of groups follows from products, whatever the order of the groups', () => {
  // two orthogonal sources of energy 1 and 4; component 2 is a tenth of source 1 and belongs to it
  const sums = {
    products: Float64Array.of(0.9, 0, 0.1, 0, 4, 0),
    gram: Float64Array.of(0.81, 0, 0.09, 0, 4, 0, 0.09, 0, 0.02),
    sourceEnergies: Float64Array.of(1, 4)
  }
  const expected = (10 * Math.log10(1 / 0.01) + 120) / 2
  expect(meanSiSdr(sums, [0, 1, 0])).toBeCloseTo(expected, 6)
  expect(meanSiSdr(sums, [1, 0, 1])).toBeCloseTo(expected, 6)
  expect(meanSiSdr(sums, [0, 0, 1])).toBeLessThan(20)
})

test('a room leaves the direct sound and adds an answer of its level in both channels', () => {
  const room = { ...randomRoom(new Dice(4)), wetDecibels: -10 }
  const click = () => Float32Array.from({ length: 120_000 }, (_, t) => (t === 100 ? 1 : 0))
  const { left, right } = inRoom({ left: click(), right: click().map((x) => -x) }, room)
  for (const [channel, sign] of [
    [left, 1],
    [right, -1]
  ] as const) {
    expect(channel.subarray(0, 100).every((x) => Math.abs(x) < 1e-9)).toBe(true)
    expect(channel[100]).toBeCloseTo(sign, 3)
    const answer = channel.subarray(101).reduce((sum, x) => sum + x * x, 0)
    expect(10 * Math.log10(answer)).toBeCloseTo(-10, 1)
  }
})

test('a long signal goes through a room block by block without a seam', () => {
  const room = { ...randomRoom(new Dice(9)), wetDecibels: 0 }
  const dice = new Dice(1)
  const noise = Float32Array.from({ length: 200_000 }, () => dice.uniform(-1, 1))
  const { left } = inRoom({ left: noise, right: noise }, room)
  for (const t of [10, 90_000, 131_071, 199_999]) {
    let sum = noise[t]!
    for (let lag = 0; lag < Math.min(t + 1, room.response.left.length); lag++)
      sum += room.response.left[lag]! * noise[t - lag]!
    expect(left[t]).toBeCloseTo(sum, 3)
  }
})

test('panning keeps the power of a centred source, and the centre leaves it as it is', () => {
  const left = Float32Array.of(0.5, -0.25)
  for (const position of [-1, -0.3, 0, 0.8]) {
    const panned = atPosition({ left, right: left }, position, 0)
    expect(panned.left[0]! ** 2 + panned.right[0]! ** 2).toBeCloseTo(0.5, 6)
  }
  expect(Array.from(atPosition({ left, right: left }, 0, 0.7).right)).toEqual([0.5, -0.25])
})

test('a kept mixture comes back as it was, and a damaged one is made anew', () => {
  const dice = new Dice(2)
  const doubles = (count: number) => Float64Array.from({ length: count }, () => dice.uniform(0, 1))
  const floats = (count: number) => Float32Array.from({ length: count }, () => dice.uniform(0, 1))
  const mixture: MeasuredMixture = {
    ...{
      seed: 12,
      split: 'training',
      detail: 'single',
      kind: 'speech',
      runCount: 1,
      sourceCount: 2,
      families: ['speech', null]
    },
    factors: { rank: 3, binCount: 5, columnCount: 7, model: productModel, W: floats(15), H: floats(21) },
    energies: { total: doubles(3), left: doubles(3), right: doubles(3) },
    ...{ products: doubles(6), sourceEnergies: doubles(2), gram: null }
  }
  const path = mixturePath(folder, mixture)
  expect(readMixture(path)).toBeNull()
  writeMixture(path, mixture)
  expect(readMixture(path)).toEqual(mixture)
  const judged = { ...mixture, gram: doubles(9) }
  writeMixture(path, judged)
  expect(readMixture(path)).toEqual(judged)
  const bytes = readFileSync(path)
  bytes[bytes.length - 1]! ^= 1
  writeFileSync(path, bytes)
  expect(readMixture(path)).toBeNull()
})
