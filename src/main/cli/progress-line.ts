import type { SeparationProgress } from '@core/contract/engine'
import type { SeparationMethod } from '@core/separation/parameters'

/** Off a terminal only every so many percent make a line. */
const sparsePercent = 20

/** Progress for a person: one line that changes on a terminal, now and then a new line elsewhere, nothing when quiet. */
export class ProgressLine {
  #isLineOpen = false
  #lastKey = ''

  constructor(
    private readonly stream: Pick<NodeJS.WriteStream, 'write' | 'isTTY'>,
    private readonly isQuiet: boolean
  ) {}

  /** @param fraction how far this step is; null when it cannot be said */
  show(step: string, fraction: number | null, text: string): void {
    if (this.isQuiet) return
    if (this.stream.isTTY) {
      this.stream.write(`\r\u001b[2K${text}`)
      this.#isLineOpen = true
      return
    }
    const key = `${step} ${fraction === null ? '' : Math.floor((fraction * 100) / sparsePercent)}`
    if (key === this.#lastKey) return
    this.#lastKey = key
    this.stream.write(`${text}\n`)
  }

  /** Ends the changing line, so that what follows begins on a new one. */
  close(): void {
    if (this.#isLineOpen) this.stream.write('\r\u001b[2K')
    this.#isLineOpen = false
  }
}

export function describeSeparation(progress: SeparationProgress, method: SeparationMethod): string {
  const { phase, fraction, iteration, iterationCount, costPoint, remainingSeconds } = progress
  const parts = [headOf(phase)]
  if (phase === 'factorizing' && (method === 'nmf' || method === 'nmfd')) {
    parts[0] += `: iteration ${iteration} of ${iterationCount}`
    if (costPoint !== null) parts.push(`cost ${costPoint.cost.toPrecision(4)}`)
  } else {
    parts[0] += `: ${describePercent(fraction)}`
  }
  if (remainingSeconds !== null && fraction < 1) parts.push(`${describeSeconds(remainingSeconds)} left`)
  return parts.join(', ')
}

function headOf(phase: SeparationProgress['phase']): string {
  switch (phase) {
    case 'spectrogram':
      return 'Computing the spectrogram'
    case 'templates':
      return 'Learning templates from the passage'
    case 'starts':
      return 'Trying starts'
    case 'factorizing':
      return 'Separating'
    case 'runs':
      return 'Further runs'
    case 'activations':
      return 'Finding the activations'
  }
}

export function describePercent(fraction: number): string {
  return `${Math.floor(fraction * 100)} %`
}

export function describeSeconds(seconds: number): string {
  const whole = Math.ceil(seconds)
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`
}
