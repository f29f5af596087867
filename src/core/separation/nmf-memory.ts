import { AppError } from '../errors'
import { snapBeta } from './divergence'
import { blockBins, tileColumns } from './tile-products'

/** V is shared out in this many runs of columns whatever the number of threads: so the result is the same to the last bit. */
export const chunkCount = 16

/** W and H never go below this, for a 0 would stay 0 for ever and denormals are slow. V is scaled to mean 1 first. */
export const factorFloor = 1e-15

/** For β < 1 the divergence of a 0 has no bound: values of V below this share of their mean (−120 dB) count as this. */
export const valueFloor = 1e-6

export interface NmfProblem {
  readonly binCount: number
  readonly columnCount: number
  readonly rank: number
  readonly beta: number
  readonly iterationCount: number
  readonly seed: number
}

export const nmfPhases = ['measuring', 'normalising', 'updating', 'closing', 'done'] as const
export type NmfPhase = (typeof nmfPhases)[number]

/** Everything of one factorization: V (read only) and views of one buffer that threads may share, and a thread's own scratch. */
export interface NmfMemory {
  readonly problem: NmfProblem
  /** rank rounded up to 4: the templates and activations beyond rank are 0 and stay so */
  readonly paddedRank: number
  readonly beta: number
  readonly V: Float32Array
  /** (bins × paddedRank), `W[k * binCount + f]` */
  readonly W: Float32Array
  /** (paddedRank × columns), `H[k * columnCount + n]`, of V scaled to mean 1 */
  readonly H: Float32Array
  /** per chunk (bins × paddedRank): Σ_n of the chunk of the update's numerator */
  readonly numerators: Float64Array
  /** per chunk: Σ_n h_k for β = 1, H·Hᵀ for β = 2, otherwise like the numerators */
  readonly denominators: Float64Array
  readonly denominatorLength: number
  /** per chunk, what the phase sums up: Σ V, Σ V^β or the cost */
  readonly chunkSums: Float64Array
  /** per chunk: Σ V^β of the scaled V */
  readonly chunkPowers: Float64Array
  /** [0] factor that makes the mean of V 1, [1] Σ V^β of the scaled V; see relativeCost */
  readonly numbers: Float64Array
  /** [0] index of the phase, [1] updates done, [2] costs known */
  readonly state: Int32Array
  /** relative cost after each iteration */
  readonly costs: Float64Array
  readonly scratch: TileScratch
}

/** What a thread needs for four columns; see tile-products. */
export interface TileScratch {
  readonly values: Float64Array
  readonly model: Float64Array
  readonly heights: Float64Array
  readonly projection: Float64Array
  readonly secondProjection: Float64Array
  readonly gram: Float64Array
}

function sizes(problem: NmfProblem) {
  const paddedRank = Math.ceil(problem.rank / 4) * 4
  const beta = snapBeta(problem.beta)
  const templates = paddedRank * problem.binCount
  const denominatorLength = beta === 1 ? paddedRank : beta === 2 ? paddedRank ** 2 : templates
  const doubles = chunkCount * (templates + denominatorLength + 2) + 2 + problem.iterationCount
  const floats = templates + paddedRank * problem.columnCount
  return { paddedRank, beta, templates, denominatorLength, byteLength: 8 * doubles + 4 * (floats + 3) }
}

/** Bytes of the buffer that `nmfMemory` lays out. */
export function nmfMemoryBytes(problem: NmfProblem): number {
  return sizes(problem).byteLength
}

/**
 * Lays out a buffer of `nmfMemoryBytes`, zero at the start; each thread makes its own views of the same buffer.
 *
 * @throws AppError 'shape-mismatch', 'invalid-argument'
 */
export function nmfMemory(problem: NmfProblem, V: Float32Array, buffer: ArrayBufferLike): NmfMemory {
  const { binCount, columnCount, rank, iterationCount } = problem
  if (V.length !== binCount * columnCount) {
    throw new AppError('shape-mismatch', `V of ${V.length} values for ${binCount} × ${columnCount}`, {
      binCount,
      columnCount
    })
  }
  if (!(problem.beta >= 0 && problem.beta <= 2 && rank >= 1 && iterationCount >= 1 && V.length > 0)) {
    throw new AppError('invalid-argument', `β ${problem.beta}, rank ${rank}, ${iterationCount} iterations`, {
      ...problem
    })
  }
  const { paddedRank, beta, templates, denominatorLength } = sizes(problem)
  let offset = 0
  const doubles = (length: number): Float64Array => {
    const view = new Float64Array(buffer, offset, length)
    offset += view.byteLength
    return view
  }
  const floats = (length: number): Float32Array => {
    const view = new Float32Array(buffer, offset, length)
    offset += view.byteLength
    return view
  }
  return {
    problem,
    paddedRank,
    beta,
    V,
    denominatorLength,
    numerators: doubles(chunkCount * templates),
    denominators: doubles(chunkCount * denominatorLength),
    chunkSums: doubles(chunkCount),
    chunkPowers: doubles(chunkCount),
    numbers: doubles(2),
    costs: doubles(iterationCount),
    W: floats(templates),
    H: floats(paddedRank * columnCount),
    state: new Int32Array(buffer, offset, 3),
    scratch: {
      values: new Float64Array(tileColumns * blockBins),
      model: new Float64Array(tileColumns * blockBins),
      heights: new Float64Array(tileColumns * paddedRank),
      projection: new Float64Array(tileColumns * paddedRank),
      secondProjection: new Float64Array(tileColumns * paddedRank),
      gram: new Float64Array(paddedRank ** 2)
    }
  }
}

/** First column of a chunk; that of chunk 16 is columnCount. */
export function chunkStart(problem: NmfProblem, chunk: number): number {
  return Math.floor((chunk * problem.columnCount) / chunkCount)
}
