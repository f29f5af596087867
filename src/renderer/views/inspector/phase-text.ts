import type { SeparationProgress } from '@core/contract/engine'
import type { SeparationParameters } from '@core/separation/parameters'

/** What goes on, in words; the contract's `phase` says it for every method, and some only prepare and compute. */
export function phaseText(phase: SeparationProgress['phase'], parameters: SeparationParameters): string {
  switch (phase) {
    case 'spectrogram':
      return 'Computing the spectrogram'
    case 'templates':
      return 'Learning templates from the passage'
    case 'starts':
      return parameters.startCount > 1 ? `Trying ${parameters.startCount} starts` : 'Choosing the start'
    case 'factorizing':
      return 'Separating'
    case 'runs':
      return `Further runs, ${parameters.runCount} in all`
    case 'activations':
      return 'Following the activations'
  }
}
