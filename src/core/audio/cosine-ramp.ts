/** Where sound starts, stops or jumps it is ramped over so long. */
export const rampSeconds = 0.005

/** Raised cosine from 0 to 1 in so many steps as 5 ms have samples: one value more than steps. */
export function cosineRamp(sampleRate: number): Float32Array {
  const steps = Math.max(1, Math.round(rampSeconds * sampleRate))
  return Float32Array.from({ length: steps + 1 }, (_, i) => raisedCosine(i / steps))
}

/** 0 at 0, 1 at 1, level at both. */
export function raisedCosine(share: number): number {
  return (1 - Math.cos(Math.PI * share)) / 2
}
