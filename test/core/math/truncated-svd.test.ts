import { createRandom } from '@core/math/random'
import { symmetricEigen } from '@core/math/symmetric-eigen'
import { truncatedSvd, type TruncatedSvd } from '@core/math/truncated-svd'
import { describe, expect, test } from 'vitest'

function svd(A: Float32Array, rows: number, columns: number, rank: number): TruncatedSvd {
  const steps = truncatedSvd(A, { rows, columns, rank, seed: 5 })
  let step = steps.next()
  while (!step.done) step = steps.next()
  return step.value
}

/** A matrix with these singular values: random rotations of them. */
function matrixOf(values: readonly number[], rows: number, columns: number): Float32Array {
  const random = createRandom(11)
  const side = (length: number): number[][] => {
    const vectors: number[][] = []
    while (vectors.length < values.length) {
      const vector = Array.from({ length }, () => random() - 0.5)
      for (const other of vectors) {
        const share = dot(vector, other)
        vector.forEach((_, i) => (vector[i] -= share * other[i]))
      }
      const norm = Math.sqrt(dot(vector, vector))
      vectors.push(vector.map((value) => value / norm))
    }
    return vectors
  }
  const U = side(rows)
  const V = side(columns)
  return Float32Array.from({ length: rows * columns }, (_, i) =>
    values.reduce((sum, value, j) => sum + value * U[j][i % rows] * V[j][Math.floor(i / rows)], 0)
  )
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Array.from(a).reduce((sum, value, i) => sum + value * b[i], 0)
}

describe('the truncated singular value decomposition', () => {
  test('finds the largest singular values and vectors that make the matrix up', () => {
    const values = [9, 5, 4, 1]
    const [rows, columns] = [40, 27]
    const A = matrixOf(values, rows, columns)
    const found = svd(A, rows, columns, 4)
    values.forEach((value, j) => expect(found.values[j]).toBeCloseTo(value, 4))
    const model = A.map((_, i) =>
      values.reduce(
        (sum, __, j) =>
          sum + found.values[j] * found.U[j * rows + (i % rows)] * found.V[j * columns + Math.floor(i / rows)],
        0
      )
    )
    A.forEach((value, i) => expect(model[i]).toBeCloseTo(value, 4))
  })

  test('finds the first ones of a matrix with a long tail', () => {
    const values = Array.from({ length: 25 }, (_, j) => 10 * 0.8 ** j)
    const found = svd(matrixOf(values, 60, 50), 60, 50, 6)
    values.slice(0, 6).forEach((value, j) => expect(found.values[j] / value).toBeCloseTo(1, 2))
  })

  test('gives vectors at right angles of length 1, and 0 for dimensions that are not there', () => {
    const found = svd(matrixOf([3, 2], 12, 9), 12, 9, 4)
    for (let i = 0; i < 2; i++) {
      for (let j = 0; j <= i; j++) {
        const product = dot(found.U.subarray(12 * i, 12 * i + 12), found.U.subarray(12 * j, 12 * j + 12))
        expect(product).toBeCloseTo(i === j ? 1 : 0, 6)
      }
    }
    expect(found.values[2]).toBeLessThan(1e-5)
    expect(svd(new Float32Array(20), 5, 4, 3).values).toEqual(new Float64Array(3))
  })

  test('has no more values than rows or columns, and is the same each time', () => {
    const A = matrixOf([3, 2, 1], 7, 3)
    expect(svd(A, 7, 3, 10).values).toHaveLength(3)
    expect(svd(A, 7, 3, 2)).toEqual(svd(A, 7, 3, 2))
  })
})

test('eigenvalues of a symmetric matrix come with vectors that it only stretches, the largest first', () => {
  const size = 6
  const random = createRandom(2)
  const matrix = new Float64Array(size * size)
  for (let i = 0; i < size; i++)
    for (let j = 0; j <= i; j++) matrix[i * size + j] = matrix[j * size + i] = random() - 0.5
  const { values, vectors } = symmetricEigen(matrix.slice(), size)
  expect([...values]).toEqual([...values].sort((a, b) => b - a))
  for (let k = 0; k < size; k++) {
    const vector = vectors.subarray(k * size, (k + 1) * size)
    expect(dot(vector, vector)).toBeCloseTo(1, 10)
    for (let i = 0; i < size; i++) {
      expect(dot(matrix.subarray(i * size, (i + 1) * size), vector)).toBeCloseTo(values[k] * vector[i], 10)
    }
  }
})
