import type { SampleSource } from '../audio/sample-source'
import { Fft } from '../spectral/fft'
import { columnStart, type StftLayout } from '../spectral/stft-layout'
import { hannWindow } from '../spectral/window'
import type { ColumnMasks } from './masks'
import { SourceShares, type ComponentSources } from './source-shares'

/** left, right, and real and imaginary part of left · conj right */
const valuesPerBin = 4
/** added to the diagonal of covariances of the trace 2: sources that stand at one place can still be divided */
const regularisation = 0.01
/** Between magnitudes, as the masks have them, and powers, as the filter's theory does: best on mixtures tried, and flat around it. */
const shareExponent = 1.3

/**
 * How each source stands between two channels in each bin: R_j(f) = Σ_n c·cᴴ of the trace 2, c = M_j·x. One pass over the recording;
 * yields the columns done.
 *
 * @param masks of the sources, as they would be heard without the filter
 * @returns     `[(group * bins + f) * 4]`, R_ll, R_rr, Re R_lr, Im R_lr; the last group is what is in no source
 */
export function* measureCovariances(options: {
  readonly source: SampleSource
  readonly layout: StftLayout
  readonly masks: ColumnMasks
  readonly sources: ComponentSources
}): Generator<number, Float32Array> {
  const { source, layout, masks, sources } = options
  const { binCount, columnCount, windowSamples } = layout
  const shares = new SourceShares(masks, sources, binCount)
  const gains = new Float32Array(sources.componentSources.length).fill(1)
  const secondShares = masks.isPerChannel ? new Float32Array(shares.shares.length) : shares.shares
  const sums = new Float64Array(shares.groupCount * binCount * valuesPerBin)
  const fft = new Fft(windowSamples)
  const window = hannWindow(windowSamples)
  const segment = new Float32Array(windowSamples)
  const signal = new Float64Array(2 * windowSamples)
  const spectrum = new Float64Array(2 * windowSamples)
  const x = new Float64Array(4)
  for (let column = 0; column < columnCount; column++) {
    for (const channel of [0, 1]) {
      source.read(channel, columnStart(layout, column), segment)
      for (let t = 0; t < windowSamples; t++) signal[2 * t + channel] = window[t] * segment[t]
    }
    fft.forward(signal, spectrum)
    if (masks.isPerChannel) {
      shares.compute(column, 1, gains)
      secondShares.set(shares.shares)
    }
    shares.compute(column, 0, gains)
    for (let f = 0; f < binCount; f++) {
      readChannels(spectrum, f, x)
      const left = x[0] ** 2 + x[1] ** 2
      const right = x[2] ** 2 + x[3] ** 2
      const re = x[0] * x[2] + x[1] * x[3]
      const im = x[1] * x[2] - x[0] * x[3]
      for (let group = 0; group < shares.groupCount; group++) {
        const at = group * binCount + f
        const [a, b] = [shares.shares[at], secondShares[at]]
        sums[valuesPerBin * at] += a * a * left
        sums[valuesPerBin * at + 1] += b * b * right
        sums[valuesPerBin * at + 2] += a * b * re
        sums[valuesPerBin * at + 3] += a * b * im
      }
    }
    yield column + 1
  }
  return normalised(sums)
}

/** Scaled to the trace 2 with the diagonal raised; what is silent stands everywhere. */
function normalised(sums: Float64Array): Float32Array {
  const covariances = new Float32Array(sums.length)
  for (let at = 0; at < sums.length; at += valuesPerBin) {
    const trace = sums[at] + sums[at + 1]
    const scale = trace > 0 ? 2 / trace : 0
    const diagonal = trace > 0 ? regularisation : 1
    covariances[at] = scale * sums[at] + diagonal
    covariances[at + 1] = scale * sums[at + 1] + diagonal
    covariances[at + 2] = scale * sums[at + 2]
    covariances[at + 3] = scale * sums[at + 3]
  }
  return covariances
}

/**
 * A Wiener filter over two channels: y = Σ_j (m_j / M_j)·v_j·R_j·(Σ_i v_i·R_i)⁻¹·x with v_j = M_j^1.3 of the sources in the
 * cell, m_j what the gains let through of M_j. What all sources get adds up to x. It tells sources apart that sound alike and stand
 * at different places; where all stand at one, it is a mask of the exponent 1.3. Nothing allocates after construction.
 *
 * @see Duong, Vincent & Gribonval 2010, IEEE Transactions on Audio, Speech, and Language Processing 18(7); Liutkus & Stöter 2019, norbert
 */
export class WienerFilter {
  readonly #shares: SourceShares
  readonly #secondShares: Float32Array
  readonly #secondPassed: Float32Array
  readonly #x = new Float64Array(4)
  /** sums over the sources of v·R, and of (m / M)·v·R */
  readonly #all = new Float64Array(valuesPerBin)
  readonly #heard = new Float64Array(valuesPerBin)

  constructor(
    private readonly masks: ColumnMasks,
    sources: ComponentSources,
    private readonly covariances: Float32Array,
    private readonly binCount: number
  ) {
    this.#shares = new SourceShares(masks, sources, binCount)
    this.#secondShares = masks.isPerChannel ? new Float32Array(this.#shares.shares.length) : this.#shares.shares
    this.#secondPassed = masks.isPerChannel ? new Float32Array(this.#shares.shares.length) : this.#shares.passed
  }

  /** @param spectrum of left + i·right, filtered in place */
  apply(column: number, gains: Float32Array, spectrum: Float64Array): void {
    if (this.masks.isPerChannel) {
      this.#shares.compute(column, 1, gains)
      this.#secondShares.set(this.#shares.shares)
      this.#secondPassed.set(this.#shares.passed)
    }
    this.#shares.compute(column, 0, gains)
    for (let f = 0; f < this.binCount; f++) {
      this.#sum(f)
      readChannels(spectrum, f, this.#x)
      filterChannels(this.#x, this.#all, this.#heard)
      writeChannels(spectrum, f, this.#x)
    }
  }

  #sum(f: number): void {
    const { shares, passed, groupCount } = this.#shares
    this.#all.fill(0)
    this.#heard.fill(0)
    for (let group = 0; group < groupCount; group++) {
      const at = group * this.binCount + f
      const share = (shares[at] + this.#secondShares[at]) / 2
      if (share === 0) continue
      const power = share ** shareExponent
      const heard = (power * (passed[at] + this.#secondPassed[at])) / 2 / share
      for (let value = 0; value < valuesPerBin; value++) {
        this.#all[value] += power * this.covariances[valuesPerBin * at + value]
        this.#heard[value] += heard * this.covariances[valuesPerBin * at + value]
      }
    }
  }
}

/** x ← heard · all⁻¹ · x, both Hermitian */
function filterChannels(x: Float64Array, all: Float64Array, heard: Float64Array): void {
  const [left, right, re, im] = all
  const determinant = left * right - re * re - im * im
  if (!(determinant > 0)) return
  // u = all⁻¹·x, where all = [left, c; conj c, right], c = re + i·im
  const u0 = (right * x[0] - (re * x[2] - im * x[3])) / determinant
  const u1 = (right * x[1] - (re * x[3] + im * x[2])) / determinant
  const u2 = (left * x[2] - (re * x[0] + im * x[1])) / determinant
  const u3 = (left * x[3] - (re * x[1] - im * x[0])) / determinant
  const [hl, hr, hre, him] = heard
  x[0] = hl * u0 + hre * u2 - him * u3
  x[1] = hl * u1 + hre * u3 + him * u2
  x[2] = hr * u2 + hre * u0 + him * u1
  x[3] = hr * u3 + hre * u1 - him * u0
}

/** x ← re and im of both channels in a bin of Z = A + iB */
function readChannels(spectrum: Float64Array, bin: number, x: Float64Array): void {
  const at = 2 * bin
  const mirror = bin === 0 ? 0 : spectrum.length - at
  x[0] = (spectrum[at] + spectrum[mirror]) / 2
  x[1] = (spectrum[at + 1] - spectrum[mirror + 1]) / 2
  x[2] = (spectrum[at + 1] + spectrum[mirror + 1]) / 2
  x[3] = (spectrum[mirror] - spectrum[at]) / 2
}

/** Z(f) ← A + iB, Z(−f) ← conj A + i·conj B */
function writeChannels(spectrum: Float64Array, bin: number, x: Float64Array): void {
  const at = 2 * bin
  const mirror = bin === 0 ? 0 : spectrum.length - at
  spectrum[mirror] = x[0] + x[3]
  spectrum[mirror + 1] = x[2] - x[1]
  spectrum[at] = x[0] - x[3]
  spectrum[at + 1] = x[1] + x[2]
}
