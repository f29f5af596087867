import FFT from 'fft.js'

/**
 * Complex discrete Fourier transform of a power of two. Arrays are interleaved (re, im, re, im, …), 2·size values long.
 *
 * Two real signals a, b are transformed at once as a + ib: where a real mask multiplies both, the inverse gives both back.
 * Only Float64Array is ever passed in: with a second array type fft.js becomes 1.5 times slower in the whole process.
 */
export class Fft {
  readonly #fft: FFT

  /** @param size a power of two, at least 2 */
  constructor(readonly size: number) {
    this.#fft = new FFT(size)
  }

  /** X(f) = Σ x(t)·exp(−2πi·ft/size). The arrays must differ. */
  forward(signal: Float64Array, spectrum: Float64Array): void {
    this.#fft.transform(spectrum, signal)
  }

  /** x(t) = 1/size · Σ X(f)·exp(2πi·ft/size). The arrays must differ. */
  inverse(spectrum: Float64Array, signal: Float64Array): void {
    this.#fft.inverseTransform(signal, spectrum)
  }
}

/**
 * Magnitudes of the two real signals whose sum a + ib was transformed.
 *
 * A(f) = (Z(f) + conj Z(−f)) / 2, iB(f) = (Z(f) − conj Z(−f)) / 2; scale·|A| and scale·|B| are added to `magnitudesA` and
 * `magnitudesB` from their offsets on, bins 0 … size/2.
 */
export function addPairMagnitudes(options: {
  spectrum: Float64Array
  scale: number
  magnitudesA: Float32Array | Float64Array
  offsetA: number
  magnitudesB: Float32Array | Float64Array
  offsetB: number
}): void {
  const { spectrum, magnitudesA, offsetA, magnitudesB, offsetB } = options
  const mask = spectrum.length - 1
  const lastBin = spectrum.length / 4
  const half = options.scale / 2
  for (let bin = 0; bin <= lastBin; bin++) {
    const re = spectrum[2 * bin]
    const im = spectrum[2 * bin + 1]
    const mirror = (spectrum.length - 2 * bin) & mask
    const mirrorRe = spectrum[mirror]
    const mirrorIm = spectrum[mirror + 1]
    const aRe = re + mirrorRe
    const aIm = im - mirrorIm
    const bRe = im + mirrorIm
    const bIm = mirrorRe - re
    magnitudesA[offsetA + bin] += half * Math.sqrt(aRe * aRe + aIm * aIm)
    magnitudesB[offsetB + bin] += half * Math.sqrt(bRe * bRe + bIm * bIm)
  }
}
