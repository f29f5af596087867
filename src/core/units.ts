/** Amplitude factor of a gain in decibels; −Infinity gives 0. */
export function decibelsToGain(decibels: number): number {
  return 10 ** (decibels / 20)
}

/** Decibels of an amplitude factor; 0 gives −Infinity. */
export function gainToDecibels(gain: number): number {
  return 20 * Math.log10(gain)
}
