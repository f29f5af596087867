import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { factorizeCholesky, inverseForm } from '@core/math/cholesky'

function finish<R>(work: Generator<unknown, R>): R {
  let step = work.next()
  while (!step.done) step = work.next()
  return step.value
}

/** B·Bᵀ + I is positive definite for any B. */
function positiveMatrix(B: readonly (readonly number[])[]): Float64Array {
  const size = B.length
  return Float64Array.from({ length: size * size }, (_, index) => {
    const [i, j] = [Math.floor(index / size), index % size]
    return B[i].reduce((sum, value, k) => sum + value * B[j][k], i === j ? 1 : 0)
  })
}

const anyMatrix = fc.integer({ min: 1, max: 9 }).chain((size) => {
  const row = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: size, maxLength: size })
  return fc.array(row, { minLength: size, maxLength: size })
})

describe('the Cholesky factor', () => {
  test('gives the quadratic form of the inverse: xᵀAx for b = Ax', () => {
    fc.assert(
      fc.property(anyMatrix, (B) => {
        const size = B.length
        const A = positiveMatrix(B)
        const [x] = B
        const b = Float64Array.from({ length: size }, (_, i) =>
          x.reduce((sum, value, j) => sum + A[i * size + j] * value, 0)
        )
        const form = x.reduce((sum, value, i) => sum + value * b[i], 0)
        const L = A.slice()
        expect(finish(factorizeCholesky(L, size))).toBe(true)
        expect(inverseForm(L, size, b)).toBeCloseTo(form, 6)
      })
    )
  })

  test('is refused for a matrix that is not positive definite', () => {
    expect(finish(factorizeCholesky(Float64Array.of(1, 2, 2, 1), 2))).toBe(false)
    expect(finish(factorizeCholesky(Float64Array.of(0), 1))).toBe(false)
  })
})
