/**
 * A stream of uniform random numbers in the open interval (0, 1), the same on every machine for the same seed.
 *
 * sfc32, 128 bits of state, seeded with (0, 0, seed, 1) and warmed up by 12 steps.
 *
 * @param seed integer, 0 … 2^32 − 1
 * @see   Doty-Humphrey, PractRand (2010): sfc, small fast counting generator
 */
export function createRandom(seed: number): () => number {
  let a = 0
  let b = 0
  let c = seed >>> 0
  let counter = 1
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + sum) | 0
    // the half keeps 0 out; 2^32 − 0.5 keeps 1 out
    return ((sum >>> 0) + 0.5) / 0x1_0000_0000
  }
  for (let step = 0; step < 12; step++) next()
  return next
}
