const sweepLimit = 30

/**
 * Eigenvalues and eigenvectors of a small symmetric matrix by cyclic Jacobi rotations, the largest value first.
 *
 * @param matrix (size × size), row after row; destroyed
 * @returns      values, and vectors `[i * size + j]`: vector i is contiguous and of length 1
 * @see          Golub & Van Loan, Matrix Computations, 8.5
 */
export function symmetricEigen(matrix: Float64Array, size: number): { values: Float64Array; vectors: Float64Array } {
  const vectors = new Float64Array(size * size)
  for (let i = 0; i < size; i++) vectors[i * size + i] = 1
  const total = matrix.reduce((sum, value) => sum + value ** 2, 0)
  for (let sweep = 0; sweep < sweepLimit && offDiagonal(matrix, size) > 1e-28 * total; sweep++) {
    for (let p = 0; p < size - 1; p++) {
      for (let q = p + 1; q < size; q++) rotate(matrix, vectors, size, p, q)
    }
  }
  const order = Array.from({ length: size }, (_, i) => i).sort((a, b) => matrix[b * size + b] - matrix[a * size + a])
  const sorted = new Float64Array(size * size)
  order.forEach((from, to) => sorted.set(vectors.subarray(from * size, (from + 1) * size), to * size))
  return { values: Float64Array.from(order, (i) => matrix[i * size + i]), vectors: sorted }
}

function offDiagonal(matrix: Float64Array, size: number): number {
  let sum = 0
  for (let p = 0; p < size; p++) for (let q = 0; q < p; q++) sum += 2 * matrix[p * size + q] ** 2
  return sum
}

/** Makes the entry (p, q) 0. */
function rotate(matrix: Float64Array, vectors: Float64Array, size: number, p: number, q: number): void {
  const entry = matrix[p * size + q]
  if (entry === 0) return
  const slope = (matrix[q * size + q] - matrix[p * size + p]) / (2 * entry)
  const tangent = (slope >= 0 ? 1 : -1) / (Math.abs(slope) + Math.sqrt(slope ** 2 + 1))
  const cosine = 1 / Math.sqrt(tangent ** 2 + 1)
  const sine = tangent * cosine
  for (let i = 0; i < size; i++) turn(matrix, i * size + p, i * size + q, cosine, sine)
  for (let i = 0; i < size; i++) turn(matrix, p * size + i, q * size + i, cosine, sine)
  for (let i = 0; i < size; i++) turn(vectors, p * size + i, q * size + i, cosine, sine)
}

function turn(values: Float64Array, a: number, b: number, cosine: number, sine: number): void {
  const first = values[a]
  const second = values[b]
  values[a] = cosine * first - sine * second
  values[b] = sine * first + cosine * second
}
