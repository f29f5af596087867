import { createRandom } from '@core/math/random'
import type { Factors } from '@core/separation/factors'
import { factorize } from '@core/separation/nmf'
import type { NmfProblem } from '@core/separation/nmf-problem'

export const exampleSampleRate = 8000
const [binCount, columnCount] = [160, 120]
const hertzPerBin = exampleSampleRate / 2 / (binCount - 1)

const problem: NmfProblem = {
  binCount,
  columnCount,
  channelCount: 1,
  rank: 3,
  beta: 1,
  iterationCount: 80,
  tolerance: 0,
  updates: 'exact',
  seed: 2,
  start: { W: null, H: null, channelGains: null },
  fixedTemplates: null,
  fixedActivations: null,
  continuity: 0,
  sparsity: 0,
  prunes: false,
  weights: null
}

/**
 * What the guide shows where nothing is separated: two notes that share overtones and a drum, as a magnitude spectrogram, pulled
 * apart by the program's own factorization.
 */
export function guideExample(): Factors {
  const V = exampleSpectrogram()
  const steps = factorize(V, problem)
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value.factors
  }
}

function exampleSpectrogram(): Float32Array {
  const random = createRandom(1)
  const V = new Float32Array(binCount * columnCount)
  for (let n = 0; n < columnCount; n++) {
    const low = n % 60 < 40 ? Math.exp(-(n % 60) / 30) : 0
    const high = n >= 30 && (n - 30) % 45 < 30 ? Math.exp(-((n - 30) % 45) / 20) : 0
    const drum = Math.exp(-(n % 20) / 2)
    for (let f = 0; f < binCount; f++) {
      const hertz = f * hertzPerBin
      const tone = 2 * low * overtones(hertz, 220) + 1.5 * high * overtones(hertz, 330)
      V[n * binCount + f] = tone + (0.2 * drum * (0.5 + random())) / (1 + hertz / 2500) + 0.002 * random()
    }
  }
  return V
}

/** Ten harmonics, each weaker than the one below; a window spreads each over some bins. */
function overtones(hertz: number, fundamental: number): number {
  const number = Math.round(hertz / fundamental)
  if (number < 1 || number > 10) return 0
  return Math.exp(-(((hertz - number * fundamental) / 35) ** 2)) / number
}
