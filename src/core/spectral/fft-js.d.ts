/** fft.js has no types; only what fft.ts uses is declared. Complex arrays are interleaved: re, im, re, im, … */
declare module 'fft.js' {
  export default class FFT {
    constructor(size: number)
    transform(output: Float64Array, input: Float64Array): void
    inverseTransform(output: Float64Array, input: Float64Array): void
  }
}
