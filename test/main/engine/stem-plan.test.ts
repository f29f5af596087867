import { describe, expect, it } from 'vitest'
import { planStems } from '../../../src/main/engine/stem-plan'

const ones = new Float32Array(4).fill(1)
const stem = (fileName: string, ...componentIndices: number[]) => ({ fileName, componentIndices })

describe('planStems', () => {
  it('makes the last stem the rest of the mix when the stems are a partition at 0 dB', () => {
    const plan = planStems({ stems: [stem('a', 0, 2), stem('b', 1, 3)], residualFileName: null, gains: ones }, 4)
    expect(plan.isPartition).toBe(true)
    expect(plan.files).toEqual([
      { fileName: 'a', gains: Float32Array.of(1, 0, 1, 0), isTimed: true },
      { fileName: 'b', gains: null, isTimed: false }
    ])
  })

  it('makes the residual the rest of the mix when there is one', () => {
    const plan = planStems({ stems: [stem('a', 0)], residualFileName: 'rest', gains: ones }, 4)
    expect(plan.isPartition).toBe(true)
    expect(plan.files.map(({ gains }) => gains)).toEqual([Float32Array.of(1, 0, 0, 0), null])
  })

  it('takes the components of no stem into the residual at 0 dB, whatever their faders say', () => {
    const gains = Float32Array.of(0.5, 1, 2, 0)
    const plan = planStems({ stems: [stem('a', 0, 1)], residualFileName: 'rest', gains }, 4)
    expect(plan.isPartition).toBe(false)
    expect(plan.files.map((file) => file.gains)).toEqual([Float32Array.of(0.5, 1, 0, 0), Float32Array.of(0, 0, 1, 1)])
  })

  it('lets a fader of a component in no stem leave the partition alone', () => {
    const gains = Float32Array.of(1, 1, 0.25, 1)
    expect(planStems({ stems: [stem('a', 0, 1)], residualFileName: 'rest', gains }, 4).isPartition).toBe(true)
  })

  it('expects no sum when components are left out', () => {
    expect(planStems({ stems: [stem('a', 0, 1)], residualFileName: null, gains: ones }, 4).isPartition).toBe(false)
  })

  it.each([
    ['a component in two stems', { stems: [stem('a', 0), stem('b', 0)], gains: ones }, 'invalid-argument'],
    ['a component that does not exist', { stems: [stem('a', 4)], gains: ones }, 'invalid-argument'],
    ['a gain that is not finite', { stems: [stem('a', 0)], gains: Float32Array.of(1, NaN, 1, 1) }, 'invalid-argument'],
    ['too few gains', { stems: [stem('a', 0)], gains: new Float32Array(3) }, 'shape-mismatch'],
    ['nothing to write', { stems: [], gains: ones }, 'invalid-argument']
  ])('refuses %s', (_, request, code) => {
    expect(() => planStems({ ...request, residualFileName: null }, 4)).toThrow(expect.objectContaining({ code }))
  })
})
