import { createRandom } from './random'
import { symmetricEigen } from './symmetric-eigen'

const oversampling = 10
const powerIterations = 2
/** multiplications between two yields, about ten milliseconds */
const workPerStep = 8_000_000

/** The largest singular values with their vectors, A ≈ U·diag(s)·Vᵀ. Vector j is contiguous. */
export interface TruncatedSvd {
  readonly values: Float64Array
  /** (rows × rank) */
  readonly U: Float64Array
  /** (columns × rank) */
  readonly V: Float64Array
}

/**
 * The first singular vectors of a matrix, by a random sketch of its range and power iterations: the same for the same seed. Yields
 * every few milliseconds.
 *
 * @param A    (rows × columns), column after column, read only
 * @returns    at most `rank` of them, no more than A has rows or columns
 * @see        Halko, Martinsson & Tropp 2011, SIAM Review 53(2), algorithms 4.4 and 5.1
 */
export function* truncatedSvd(
  A: Float32Array,
  options: { rows: number; columns: number; rank: number; seed: number }
): Generator<void, TruncatedSvd> {
  const { rows, columns, seed } = options
  const rank = Math.min(options.rank, rows, columns)
  const width = Math.min(rank + oversampling, rows, columns)
  let sketch = gaussian(width * columns, seed)
  const range = new Float64Array(width * rows)
  for (let pass = 0; pass <= powerIterations; pass++) {
    yield* multiply(A, sketch, range, width, rows)
    orthonormalise(range, width)
    sketch = new Float64Array(width * columns)
    yield* multiplyTransposed(A, range, sketch, width, rows)
    if (pass < powerIterations) orthonormalise(sketch, width)
  }
  // sketch is B = QᵀA now: the eigenvectors of B·Bᵀ turn Q to the left singular vectors and B to the right ones
  const { values, vectors } = symmetricEigen(gram(sketch, width), width)
  const singular = Float64Array.from({ length: rank }, (_, j) => Math.sqrt(Math.max(0, values[j])))
  const V = combine(sketch, vectors, width, rank)
  for (let j = 0; j < rank; j++) {
    const scale = singular[j] > 1e-7 * singular[0] ? 1 / singular[j] : 0
    for (let n = 0; n < columns; n++) V[j * columns + n] *= scale
  }
  return { values: singular, U: combine(range, vectors, width, rank), V }
}

/** Y ← A·X: four columns of A at a time. */
function* multiply(A: Float32Array, X: Float64Array, Y: Float64Array, width: number, rows: number): Generator<void> {
  const columns = A.length / rows
  const step = stepColumns(width, rows)
  Y.fill(0)
  for (let n = 0; n < columns; n += 4) {
    const count = Math.min(4, columns - n)
    const [a, b, c, d] = [0, 1, 2, 3].map((i) => (n + Math.min(i, count - 1)) * rows)
    for (let j = 0; j < width; j++) {
      const at = j * columns + n
      const x0 = X[at]
      const x1 = count > 1 ? X[at + 1] : 0
      const x2 = count > 2 ? X[at + 2] : 0
      const x3 = count > 3 ? X[at + 3] : 0
      const y = j * rows
      for (let f = 0; f < rows; f++) Y[y + f] += A[a + f] * x0 + A[b + f] * x1 + A[c + f] * x2 + A[d + f] * x3
    }
    if ((n / 4) % step === step - 1) yield
  }
}

/** X ← Aᵀ·Y */
function* multiplyTransposed(
  A: Float32Array,
  Y: Float64Array,
  X: Float64Array,
  width: number,
  rows: number
): Generator<void> {
  const columns = A.length / rows
  const step = stepColumns(width, rows)
  for (let n = 0; n < columns; n += 4) {
    const count = Math.min(4, columns - n)
    const [a, b, c, d] = [0, 1, 2, 3].map((i) => (n + Math.min(i, count - 1)) * rows)
    for (let j = 0; j < width; j++) {
      const y = j * rows
      let x0 = 0
      let x1 = 0
      let x2 = 0
      let x3 = 0
      for (let f = 0; f < rows; f++) {
        const value = Y[y + f]
        x0 += A[a + f] * value
        x1 += A[b + f] * value
        x2 += A[c + f] * value
        x3 += A[d + f] * value
      }
      const sums = [x0, x1, x2, x3]
      for (let i = 0; i < count; i++) X[j * columns + n + i] = sums[i]
    }
    if ((n / 4) % step === step - 1) yield
  }
}

/** Groups of four columns between two yields. */
function stepColumns(width: number, rows: number): number {
  return Math.max(1, Math.round(workPerStep / (4 * width * rows)))
}

/** Makes the vectors orthogonal to those before them and of length 1; what depends on those becomes 0. */
function orthonormalise(vectors: Float64Array, width: number): void {
  const length = vectors.length / width
  for (let j = 0; j < width; j++) {
    const vector = vectors.subarray(j * length, (j + 1) * length)
    const before = Math.sqrt(dot(vector, vector))
    // twice is enough: the first round leaves rounding behind
    for (let round = 0; round < 2; round++) {
      for (let i = 0; i < j; i++) {
        const other = vectors.subarray(i * length, (i + 1) * length)
        const share = dot(vector, other)
        for (let t = 0; t < length; t++) vector[t] -= share * other[t]
      }
    }
    const norm = Math.sqrt(dot(vector, vector))
    const scale = norm > 1e-10 * before ? 1 / norm : 0
    for (let t = 0; t < length; t++) vector[t] *= scale
  }
}

function gram(vectors: Float64Array, width: number): Float64Array {
  const length = vectors.length / width
  const products = new Float64Array(width * width)
  for (let i = 0; i < width; i++) {
    for (let j = 0; j <= i; j++) {
      const product = dot(
        vectors.subarray(i * length, (i + 1) * length),
        vectors.subarray(j * length, (j + 1) * length)
      )
      products[i * width + j] = product
      products[j * width + i] = product
    }
  }
  return products
}

/** Sums of the vectors with the weights of each of the first `rank` eigenvectors. */
function combine(vectors: Float64Array, weights: Float64Array, width: number, rank: number): Float64Array {
  const length = vectors.length / width
  const out = new Float64Array(rank * length)
  for (let j = 0; j < rank; j++) {
    for (let i = 0; i < width; i++) {
      const weight = weights[j * width + i]
      for (let t = 0; t < length; t++) out[j * length + t] += weight * vectors[i * length + t]
    }
  }
  return out
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let t = 0; t < a.length; t++) sum += a[t] * b[t]
  return sum
}

/** Normally distributed numbers (Box–Muller). */
function gaussian(length: number, seed: number): Float64Array {
  const random = createRandom(seed)
  return Float64Array.from({ length }, () => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random()))
}
