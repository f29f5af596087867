import { factorFloor, smallestDenominator, type NmfKernel } from '../kernels/nmf-kernel'
import { power } from '../kernels/divergence'
import { kernelForm, templateIndex, type NmfArena } from './nmf-arena'
import { areGainsFixed } from './nmf-given'
import type { NmfProblem } from './nmf-problem'

/*
 * The joint model of the channels stacks their rows: the template of a component is q ⊗ w, its gain in each channel times one
 * spectrum. The kernel knows nothing of this.
 */

/** One component's stacked template as gains, of the mean 1, and spectrum. */
interface ChannelTemplate {
  readonly gains: Float64Array
  readonly spectrum: Float64Array
}

/**
 * Updates gains and spectra from the sums in slot 0.
 *
 * β = 1 without weights: the best q ⊗ w for the counts A = w·numerator has the sums of A over channels and over bins, so both are
 * updated at once: the M step separates. Otherwise spectra and gains take turns.
 *
 * @param iteration of which the spectra are updated when it is even
 */
export function updateChannelTemplates(options: {
  problem: NmfProblem
  arena: NmfArena
  kernel: NmfKernel
  exponent: number
  iteration: number
}): void {
  const { problem, arena, kernel, exponent, iteration } = options
  if (kernelForm(arena.shape) === 'sums') {
    kernel.updateTemplates({ exponent })
    projectChannels(problem, arena)
    for (let k = 0; k < problem.rank; k++) if (problem.fixedTemplates?.[k]) updateGains(problem, arena, k, exponent)
    return
  }
  // the denominators of 'gram' are made of all components: none may change before the last is known
  const templates = arena.W.slice()
  for (let k = 0; k < problem.rank; k++) {
    if (iteration % 2 === 0 && !problem.fixedTemplates?.[k]) updateSpectrum(problem, arena, k, exponent, templates)
    else updateGains(problem, arena, k, exponent, templates)
  }
}

/** Makes free templates q ⊗ w again, by their sums over channels and bins. */
export function projectChannels(problem: NmfProblem, arena: NmfArena): void {
  for (let k = 0; k < problem.rank; k++) {
    if (problem.fixedTemplates?.[k]) continue
    writeTemplate(problem, arena, k, splitTemplate(problem, arena.W, k))
  }
}

/** Gains and spectrum of a component by its sums over bins and channels; gains · spectrum is the template if that is q ⊗ w. */
export function splitTemplate(problem: NmfProblem, W: Float32Array, k: number): ChannelTemplate {
  const { binCount, channelCount } = problem
  const gains = new Float64Array(channelCount)
  const spectrum = new Float64Array(binCount)
  forEachRow(problem, k, (channel, f, index) => {
    gains[channel] += W[index]
    spectrum[f] += W[index] / channelCount
  })
  const mean = gains.reduce((sum, gain) => sum + gain, 0) / channelCount
  return { gains: gains.map((gain) => gain / mean), spectrum }
}

function updateSpectrum(problem: NmfProblem, arena: NmfArena, k: number, exponent: number, W: Float32Array): void {
  const { gains, spectrum } = splitTemplate(problem, W, k)
  const numerators = new Float64Array(spectrum.length)
  const denominators = new Float64Array(spectrum.length)
  forEachRow(problem, k, (channel, f, index) => {
    numerators[f] += gains[channel] * arena.numerators[index]
    denominators[f] += gains[channel] * denominatorAt(arena, W, index, k)
  })
  const updated = spectrum.map((value, f) => value * ratio(numerators[f], denominators[f], exponent))
  writeTemplate(problem, arena, k, { gains, spectrum: updated })
}

function updateGains(problem: NmfProblem, arena: NmfArena, k: number, exponent: number, W = arena.W): void {
  if (areGainsFixed(problem, k)) return
  const { gains, spectrum } = splitTemplate(problem, W, k)
  const numerators = new Float64Array(gains.length)
  const denominators = new Float64Array(gains.length)
  forEachRow(problem, k, (channel, f, index) => {
    numerators[channel] += spectrum[f] * arena.numerators[index]
    denominators[channel] += spectrum[f] * denominatorAt(arena, W, index, k)
  })
  const updated = gains.map((gain, channel) => gain * ratio(numerators[channel], denominators[channel], exponent))
  writeTemplate(problem, arena, k, { gains: updated, spectrum })
}

function ratio(numerator: number, denominator: number, exponent: number): number {
  return power(numerator / Math.max(smallestDenominator, denominator), exponent)
}

function denominatorAt(arena: NmfArena, W: Float32Array, index: number, k: number): number {
  const { denominators } = arena
  const { paddedRank } = arena.shape
  switch (kernelForm(arena.shape)) {
    case 'sums':
      return denominators[k]
    case 'full':
      return denominators[index]
    case 'gram': {
      const first = index - 8 * k
      let sum = 0
      for (let j = 0; j < paddedRank; j++) sum += W[first + 8 * j] * denominators[k * paddedRank + j]
      return sum
    }
  }
}

function writeTemplate(problem: NmfProblem, arena: NmfArena, k: number, { gains, spectrum }: ChannelTemplate): void {
  forEachRow(problem, k, (channel, f, index) => {
    arena.W[index] = Math.max(factorFloor, gains[channel] * spectrum[f])
  })
}

function forEachRow(problem: NmfProblem, k: number, visit: (channel: number, f: number, index: number) => void): void {
  const { binCount, channelCount, rank } = problem
  const paddedBins = Math.ceil(binCount / 8) * 8
  const paddedRank = Math.ceil(rank / 4) * 4
  for (let channel = 0; channel < channelCount; channel++) {
    for (let f = 0; f < binCount; f++) visit(channel, f, templateIndex(paddedRank, channel * paddedBins + f, k))
  }
}
