/**
 * A = L·Lᵀ of a symmetric positive definite matrix. Yields after each row.
 *
 * @param A (size × size), row after row; the lower triangle is read, and L written over it
 * @returns false when A is not positive definite to rounding; A is then spoilt
 */
export function* factorizeCholesky(A: Float64Array, size: number): Generator<void, boolean> {
  for (let i = 0; i < size; i++) {
    const row = i * size
    for (let j = 0; j < i; j++) A[row + j] = (A[row + j] - dot(A, row, j * size, j)) / A[j * size + j]
    const pivot = A[row + i] - dot(A, row, row, i)
    if (!(pivot > 0)) return false
    A[row + i] = Math.sqrt(pivot)
    yield
  }
  return true
}

/**
 * bᵀ·A⁻¹·b = ‖L⁻¹·b‖², without forming A⁻¹.
 *
 * @param L as factorizeCholesky leaves it
 * @param b (size)
 */
export function inverseForm(L: Float64Array, size: number, b: Float64Array): number {
  const z = new Float64Array(size)
  let sum = 0
  for (let i = 0; i < size; i++) {
    let value = b[i]
    const row = i * size
    for (let j = 0; j < i; j++) value -= L[row + j] * z[j]
    z[i] = value / L[row + i]
    sum += z[i] * z[i]
  }
  return sum
}

/** Four sums keep the processor busier than one. */
function dot(values: Float64Array, a: number, b: number, count: number): number {
  let [s0, s1, s2, s3] = [0, 0, 0, 0]
  let i = 0
  for (; i + 3 < count; i += 4) {
    s0 += values[a + i] * values[b + i]
    s1 += values[a + i + 1] * values[b + i + 1]
    s2 += values[a + i + 2] * values[b + i + 2]
    s3 += values[a + i + 3] * values[b + i + 3]
  }
  for (; i < count; i++) s0 += values[a + i] * values[b + i]
  return s0 + s1 + (s2 + s3)
}
