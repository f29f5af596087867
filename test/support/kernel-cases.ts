import type { KernelProblem } from './kernel-memory'

export interface KernelCase {
  readonly name: string
  readonly problem: KernelProblem
  readonly exponent: number
}

const sizes = [
  { bins: 5, columns: 1, rank: 1 },
  { bins: 5, columns: 60, rank: 16 },
  { bins: 513, columns: 33, rank: 3 },
  { bins: 2049, columns: 50, rank: 17 },
  { bins: 130, columns: 97, rank: 16 }
]
const exponents = [1, 0.5, 1.5, 0.7, 1]

/** Each divergence with and without weights at odd sizes, with the exponents that have a way of their own and one that has not. */
export const kernelCases: readonly KernelCase[] = [0, 1, 2].flatMap((beta) =>
  [false, true].flatMap((hasWeights) =>
    sizes.map((size, index) => {
      const exponent = exponents[(index + beta) % exponents.length]!
      const name =
        `β = ${beta}, ${size.bins} bins, ${size.columns} columns, rank ${size.rank}, ` +
        `${hasWeights ? 'weights' : 'no weights'}, exponent ${exponent}`
      return { name, problem: { ...size, beta, hasWeights, slotCount: 3, seed: 1 + index }, exponent }
    })
  )
)
