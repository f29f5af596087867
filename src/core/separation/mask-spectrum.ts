/*
 * Real, even masks on a spectrum Z = A + iB of two real signals, interleaved (re, im, …), 2·size values; masks hold the bins
 * 0 … size/2.
 */

/** m(f) ← weights(f)·m(f) */
export function narrowMask(mask: Float32Array, weights: Float32Array): void {
  for (let bin = 0; bin < mask.length; bin++) mask[bin] *= weights[bin]
}

/** Z(±f) ← m(f)·Z(±f): both signals through one mask. */
export function applyMask(spectrum: Float64Array, mask: Float32Array): void {
  const lastBin = mask.length - 1
  for (let bin = 0; bin <= lastBin; bin++) {
    spectrum[2 * bin] *= mask[bin]
    spectrum[2 * bin + 1] *= mask[bin]
  }
  for (let bin = 1; bin < lastBin; bin++) {
    spectrum[spectrum.length - 2 * bin] *= mask[bin]
    spectrum[spectrum.length - 2 * bin + 1] *= mask[bin]
  }
}

/**
 * Each signal through its own mask, Z(f) ← m_a·A(f) + i·m_b·B(f). With A(f) = (Z(f) + conj Z(−f)) / 2 and
 * iB(f) = (Z(f) − conj Z(−f)) / 2 that is (m_a + m_b)/2·Z(f) + (m_a − m_b)/2·conj Z(−f).
 */
export function applyMasks(spectrum: Float64Array, maskA: Float32Array, maskB: Float32Array): void {
  const lastBin = maskA.length - 1
  for (let bin = 0; bin <= lastBin; bin++) {
    const own = (maskA[bin] + maskB[bin]) / 2
    const other = (maskA[bin] - maskB[bin]) / 2
    // the bins 0 and size/2 are their own mirrors: what is written twice there is the same
    const at = 2 * bin
    const mirror = bin === 0 ? 0 : spectrum.length - at
    const re = spectrum[at]
    const im = spectrum[at + 1]
    const mirrorRe = spectrum[mirror]
    const mirrorIm = spectrum[mirror + 1]
    spectrum[at] = own * re + other * mirrorRe
    spectrum[at + 1] = own * im - other * mirrorIm
    spectrum[mirror] = own * mirrorRe + other * re
    spectrum[mirror + 1] = own * mirrorIm - other * im
  }
}
