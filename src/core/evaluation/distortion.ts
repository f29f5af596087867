import { AppError } from '../errors'
import { factorizeCholesky, inverseForm } from '../math/cholesky'
import type { DelayCorrelation } from '../spectral/delay-correlation'

/** How near an estimate comes to a true source, all in dB. */
export interface Distortion {
  /** signal to distortion: everything that is not the source through some filter of 512 taps */
  readonly sdr: number
  /** signal to interference: what is of other sources */
  readonly sir: number
  /** signal to artefacts: what is of no source */
  readonly sar: number
  /** scale-invariant signal to distortion: everything that is not the source times some factor */
  readonly siSdr: number
}

export const filterTaps = 512

/** What stands for an estimate that is silent or missing. */
export const worstDistortion: Distortion = { sdr: -60, sir: -60, sar: -60, siSdr: -60 }

const leastEnergy = 1e-12
/** ratios end at ±120 dB of the estimate's energy */
const relativeFloor = 1e-12
/** Truths that are filtered copies of each other have no unique shares; a little added to the diagonal decides. */
const ridges = [0, 1e-12, 1e-10, 1e-8]

/** What every comparison with the same true sources needs again. */
export interface TruthFactors {
  /** Cholesky factor of the Gram matrix of all delayed sources, and of each source's alone */
  readonly all: Float64Array
  readonly single: readonly Float64Array[]
}

/**
 * Factors of the Gram matrices G of the sources at the delays 0 … 511. Yields on the way, for they are large.
 *
 * @param correlation its references are the true sources, which are its first signals; of filterTaps delays
 * @throws AppError 'invalid-argument' {problem} for sources that cannot be told apart
 */
export function* factorizeTruths(correlation: DelayCorrelation): Generator<void, TruthFactors> {
  const sources = Array.from({ length: correlation.referenceCount }, (_, source) => source)
  const all = yield* gramFactor(correlation, sources)
  const single: Float64Array[] = []
  for (const source of sources) single.push(yield* gramFactor(correlation, [source]))
  return { all, single }
}

/**
 * BSS-eval v3 measures and SI-SDR of every estimate against every true source.
 *
 * With P_j the projection on the delays 0 … 511 of source j and P on those of all sources: SDR = ‖P_j e‖² / ‖e − P_j e‖²,
 * SIR = ‖P_j e‖² / ‖P e − P_j e‖², SAR = ‖P e‖² / ‖e − P e‖². The projections are orthogonal, so that the energies follow from
 * correlations alone: ‖P e‖² = dᵀ·G⁻¹·d with d the correlations of e with the delayed sources.
 * SI-SDR = ‖a s_j‖² / ‖e − a s_j‖², a = ⟨e, s_j⟩ / ‖s_j‖².
 *
 * @param delayed        `[estimate][source]`, correlations of each estimate with each source at all delays
 * @param energies       ‖e‖² of the estimates
 * @param sourceEnergies ‖s‖² of the sources
 * @returns              `[estimate][source]`; worstDistortion for estimates that are silent or not finite
 * @see Vincent, Gribonval & Févotte 2006, IEEE Transactions on Audio, Speech, and Language Processing 14(4);
 *   Le Roux, Wisdom, Erdogan & Hershey 2019, SDR – half-baked or well done?, Proc. ICASSP
 */
export function measureDistortion(
  { all, single }: TruthFactors,
  estimates: {
    readonly delayed: readonly (readonly Float64Array[])[]
    readonly energies: ArrayLike<number>
    readonly sourceEnergies: ArrayLike<number>
  }
): Distortion[][] {
  const { delayed, energies, sourceEnergies } = estimates
  return delayed.map((d, estimate) => {
    const energy = energies[estimate]
    if (!(energy >= leastEnergy && energy < Infinity)) return single.map(() => worstDistortion)
    const together = inverseForm(all, single.length * filterTaps, concatenated(d))
    const floor = relativeFloor * energy
    return single.map((factor, source) => {
      const own = inverseForm(factor, filterTaps, d[source])
      const scaled = d[source][0] ** 2 / sourceEnergies[source]
      return {
        sdr: decibels(own, Math.max(energy - own, floor)),
        sir: decibels(own, Math.max(together - own, floor)),
        sar: decibels(together, Math.max(energy - together, floor)),
        siSdr: decibels(scaled, Math.max(energy - scaled, floor))
      }
    })
  })
}

/** The correlations of all signals of a pass behind its references with these, `[signal][source]`. */
export function delayedCorrelations(correlation: DelayCorrelation, signalCount: number): Float64Array[][] {
  const { referenceCount } = correlation
  return Array.from({ length: signalCount - referenceCount }, (_, signal) =>
    Array.from({ length: referenceCount }, (_, source) => correlation.correlation(referenceCount + signal, source))
  )
}

/** Cholesky factor of the Gram matrix of the delayed sources, `[(i * taps + a)][(j * taps + b)]` = Σ s_i(t − a)·s_j(t − b). */
function* gramFactor(correlation: DelayCorrelation, sources: readonly number[]): Generator<void, Float64Array> {
  const size = sources.length * filterTaps
  for (const ridge of ridges) {
    const G = new Float64Array(size * size)
    for (const [i, first] of sources.entries()) {
      for (const [j, second] of sources.entries()) {
        if (j > i) continue
        // c_xy(τ) = Σ x(t)·y(t − τ): which of the two is delayed more says which correlation holds the value
        const firstLater = correlation.correlation(second, first)
        const secondLater = correlation.correlation(first, second)
        for (let a = 0; a < filterTaps; a++) {
          const row = (i * filterTaps + a) * size + j * filterTaps
          for (let b = 0; b < filterTaps; b++) G[row + b] = a >= b ? firstLater[a - b] : secondLater[b - a]
        }
      }
    }
    let trace = 0
    for (let index = 0; index < size; index++) trace += G[index * size + index]
    for (let index = 0; index < size; index++) G[index * size + index] += (ridge * trace) / size
    if (yield* factorizeCholesky(G, size)) return G
  }
  throw new AppError('invalid-argument', 'the Gram matrix of the true sources is not positive definite', {
    problem: 'the true stems are so alike that no share of an estimate belongs to one of them'
  })
}

function concatenated(parts: readonly Float64Array[]): Float64Array {
  const joined = new Float64Array(parts.length * filterTaps)
  parts.forEach((part, index) => joined.set(part, index * filterTaps))
  return joined
}

function decibels(signal: number, noise: number): number {
  return 10 * Math.log10(Math.max(signal, 1e-20) / Math.max(noise, 1e-20))
}
