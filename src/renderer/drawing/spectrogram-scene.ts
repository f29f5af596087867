import type { ColourName } from '@core/project/project'
import type { Factors } from '@core/separation/factors'
import type { Theme } from '@core/project/source-colours'
import type { FrequencyView } from './frequency-axis'
import type { ShareSource, SpectrogramMode } from './spectrogram-source'

/** How a spectrogram is coloured; all but the time view. */
export interface SpectrogramLook {
  readonly mode: SpectrogramMode
  readonly theme: Theme
  readonly decibelRange: DecibelRange
  readonly frequencyView: FrequencyView
  /** null shows 'sources' as 'level' */
  readonly separation: ColouredSeparation | null
}

export interface DecibelRange {
  readonly low: number
  readonly high: number
}

export interface ColouredSeparation {
  readonly factors: Factors
  /** of the STFT that was factorized */
  readonly windowSamples: number
  readonly hopSamples: number
  /** one per component; null belongs to no source */
  readonly colours: readonly (ColourName | null)[]
  readonly isHeard: readonly boolean[]
  /** of a separation whose masks do not follow from W and H; its tiles are those of the spectrogram. null for any other */
  readonly shares: ShareSource | null
}
