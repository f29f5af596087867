/** The parameters of one network, changed in place by Adam. */
export class Adam {
  readonly #means: Float64Array[]
  readonly #squares: Float64Array[]
  #steps = 0

  /** @see Kingma & Ba 2015, Adam, ICLR */
  constructor(readonly parameters: readonly Float32Array[]) {
    this.#means = parameters.map((values) => new Float64Array(values.length))
    this.#squares = parameters.map((values) => new Float64Array(values.length))
  }

  /** @param gradients one array for each of the parameters */
  step(gradients: readonly Float64Array[], learningRate: number): void {
    this.#steps++
    const meanScale = 1 - 0.9 ** this.#steps
    const squareScale = 1 - 0.999 ** this.#steps
    this.parameters.forEach((values, index) => {
      const gradient = gradients[index]!
      const means = this.#means[index]!
      const squares = this.#squares[index]!
      for (let i = 0; i < values.length; i++) {
        means[i] = 0.9 * means[i]! + 0.1 * gradient[i]!
        squares[i] = 0.999 * squares[i]! + 0.001 * gradient[i]! ** 2
        values[i]! -= (learningRate * (means[i]! / meanScale)) / (Math.sqrt(squares[i]! / squareScale) + 1e-7)
      }
    })
  }
}

/** Half a cosine from the full rate down to nothing. @param progress 0 … 1 */
export function cosineRate(full: number, progress: number): number {
  return (full * (1 + Math.cos(Math.PI * progress))) / 2 + 1e-5
}
