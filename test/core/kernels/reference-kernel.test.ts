import { describe, expect, test } from 'vitest'
import { blockRows, factorFloor, modelFloor, type NmfKernel } from '@core/kernels/nmf-kernel'
import { createReferenceKernel } from '@core/kernels/reference-kernel'
import { fill, layOut, type KernelMemory, type KernelProblem } from '../../support/kernel-memory'

const problem: KernelProblem = {
  ...{ bins: 13, columns: 21, rank: 6, beta: 1, hasWeights: false, slotCount: 1, seed: 5 }
}

function laidOut(changed: Partial<KernelProblem>): { memory: KernelMemory; kernel: NmfKernel; problem: KernelProblem } {
  const whole = { ...problem, ...changed }
  const memory = layOut(whole)
  fill(memory, whole)
  return { memory, kernel: createReferenceKernel(memory.memory.buffer, memory.arrays, memory.shape), problem: whole }
}

function iterate(kernel: NmfKernel, columns: number, exponent: number): number {
  kernel.prepare()
  kernel.clearSlot(0)
  const whole = { first: 0, end: columns, heightUpdates: 1, exponent, measures: true, slot: 0 }
  const divergence = kernel.sweep({ ...whole, mode: 'update' })
  kernel.reduceSlots(1)
  kernel.updateTemplates({ exponent })
  return divergence
}

/** W, H, V and weights as tables of rows, without padding. */
function tables({ memory, arrays, shape }: KernelMemory, { bins, columns, rank, hasWeights }: KernelProblem) {
  const floats = new Float32Array(memory.buffer)
  const table = (rows: number, width: number, place: (i: number, j: number) => number) =>
    Array.from({ length: rows }, (_, i) => Array.from({ length: width }, (_, j) => floats[place(i, j)]!))
  return {
    W: table(bins, rank, (f, k) => {
      return arrays.W / 4 + (Math.floor(f / blockRows) * shape.paddedRank + k) * blockRows + (f % blockRows)
    }),
    H: table(rank, columns, (k, n) => arrays.H / 4 + n * shape.paddedRank + k),
    V: table(bins, columns, (f, n) => arrays.V / 4 + n * shape.rows + f),
    weights: hasWeights
      ? table(bins, columns, (f, n) => arrays.weights / 4 + n * shape.rows + f)
      : Array.from({ length: bins }, () => Array<number>(columns).fill(1))
  }
}

/** One iteration as the paper writes it: H, then W with the new H. */
function textbook({ W, H, V, weights }: ReturnType<typeof tables>, beta: number, exponent: number) {
  const slopes = () =>
    V.map((row, f) =>
      row.map((v, n) => {
        const m = modelFloor + W[f]!.reduce((sum, w, k) => sum + w * H[k]![n]!, 0)
        return [weights[f]![n]! * v * m ** (beta - 2), weights[f]![n]! * m ** (beta - 1)] as const
      })
    )
  const moved = (factor: number, pairs: (readonly [number, number])[]) => {
    const [numerator, denominator] = pairs.reduce(([a, b], [c, d]) => [a + c, b + d] as const, [0, 0] as const)
    return Math.max(factorFloor, factor * (numerator / Math.max(1e-30, denominator)) ** exponent)
  }
  let current = slopes()
  const isFreeHeight = (k: number): boolean => k % 5 !== 3
  const isFreeTemplate = (k: number): boolean => k % 5 !== 4
  H = H.map((row, k) =>
    row.map((h, n) =>
      isFreeHeight(k)
        ? moved(
            h,
            W.map((w, f) => [w[k]! * current[f]![n]![0], w[k]! * current[f]![n]![1]])
          )
        : h
    )
  )
  current = slopes()
  const nextW = W.map((row, f) =>
    row.map((w, k) =>
      isFreeTemplate(k)
        ? moved(
            w,
            H[k]!.map((h, n) => [h * current[f]![n]![0], h * current[f]![n]![1]])
          )
        : w
    )
  )
  return { W: nextW, H }
}

describe('the reference kernel', () => {
  const cases = [0, 0.5, 1, 1.5, 2].flatMap((beta) => [false, true].map((hasWeights) => ({ beta, hasWeights })))

  test.each(cases)('makes the update of the paper, β = $beta, weights: $hasWeights', ({ beta, hasWeights }) => {
    const exponent = beta < 1 ? 1 / (2 - beta) : 1
    const { memory, kernel, problem: whole } = laidOut({ beta, hasWeights })
    const expected = textbook(tables(memory, whole), beta, exponent)
    iterate(kernel, memory.columns, exponent)
    const actual = tables(memory, whole)
    for (const factor of ['W', 'H'] as const) {
      actual[factor].flat().forEach((value, i) => {
        const wanted = expected[factor].flat()[i]!
        expect(Math.abs(value - wanted) / wanted).toBeLessThan(1e-5)
      })
    }
  })

  test.each(cases)('lowers the divergence with each update, β = $beta, weights: $hasWeights', (changed) => {
    const { memory, kernel } = laidOut(changed)
    let last = Infinity
    for (let i = 0; i < 30; i++) {
      const divergence = iterate(kernel, memory.columns, changed.beta < 1 ? 1 / (2 - changed.beta) : 1)
      expect(divergence).toBeLessThanOrEqual(last * (1 + 1e-6))
      last = divergence
    }
  })
})
