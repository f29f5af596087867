import type { SeparationProgress } from '@core/contract/engine'
import type { Factors } from '@core/separation/factors'
import type { PlannedJob } from '@core/separation/jobs'
import type { CostPoint, SeparationParameters } from '@core/separation/parameters'
import type { StftLayout } from '@core/spectral/stft-layout'
import type { PlanProgress } from './plan-run'

const reportMilliseconds = 250
/** W and H of a long recording are large: they are sent so much more rarely that there are never more bytes in a second. */
const previewBytes = 8 * 2 ** 20

/** Makes reports of what a run does, about four times a second. */
export class SeparationReporter {
  readonly #startTime = performance.now()
  #sentAt = -Infinity
  #sentPhase: SeparationProgress['phase'] | null = null
  #askedAt = -Infinity
  #previewPause = reportMilliseconds
  /** a preview has been asked for: what is to be said can wait for it a little */
  #awaitsPreview = false
  /** where the run was when it was first seen to move: before that threads start */
  #origin: { readonly fraction: number; readonly seconds: number } | null = null
  #latest: Pick<SeparationProgress, 'iteration' | 'costPoint'> = { iteration: 0, costPoint: null }

  constructor(
    private readonly parameters: SeparationParameters,
    private readonly layout: StftLayout,
    private readonly report: (progress: SeparationProgress) => void
  ) {}

  get elapsedSeconds(): number {
    return (performance.now() - this.#startTime) / 1000
  }

  /** Whether W and H are to be drawn again: only those that are of the whole recording can be. */
  wantsFactors({ job, stage }: PlannedJob): boolean {
    const isWhole =
      (job.kind === 'factorize' || job.kind === 'convolve') && job.problem.columnCount === this.layout.columnCount
    if (!isWhole || stage !== 'factorizing' || performance.now() < this.#askedAt + this.#previewPause) return false
    this.#askedAt = performance.now()
    this.#awaitsPreview = true
    return true
  }

  /** News of a plan: a preview is passed on at once, all else when a report is due. */
  plan({ planned, fraction, standing }: PlanProgress): void {
    const { stage, iterationsBefore } = planned
    if (standing && stage === 'factorizing') {
      const { iteration, costPoint } = standing
      const shift = (point: CostPoint) => ({ ...point, iteration: point.iteration + iterationsBefore })
      this.#latest = {
        iteration: iteration + iterationsBefore,
        costPoint: costPoint ? shift(costPoint) : this.#latest.costPoint
      }
    }
    const preview = standing?.factors ?? null
    if (preview) {
      this.#awaitsPreview = false
      this.#previewPause = reportMilliseconds * Math.max(1, byteLength(preview) / previewBytes)
      this.#send(stage, fraction, preview)
    } else this.#sendWhenDue(stage, fraction)
  }

  /** News of a method that only goes through the recording once. */
  columns(done: number): void {
    this.#sendWhenDue('spectrogram', done / this.layout.columnCount)
  }

  /** At once where a phase begins. */
  #sendWhenDue(phase: SeparationProgress['phase'], fraction: number): void {
    const pause = this.#awaitsPreview ? 2 * reportMilliseconds : reportMilliseconds
    const isDue = phase !== this.#sentPhase || performance.now() >= this.#sentAt + pause
    if (isDue) this.#send(phase, fraction, null)
  }

  #send(phase: SeparationProgress['phase'], fraction: number, preview: SeparationProgress['preview']): void {
    this.#sentAt = performance.now()
    this.#sentPhase = phase
    this.report({
      phase,
      fraction,
      ...this.#latest,
      iterationCount: this.parameters.iterationCount,
      elapsedSeconds: this.elapsedSeconds,
      remainingSeconds: this.#remainingSeconds(fraction),
      preview
    })
  }

  #remainingSeconds(fraction: number): number | null {
    const seconds = this.elapsedSeconds
    this.#origin ??= fraction > 0 ? { fraction, seconds } : null
    if (this.#origin === null || fraction <= this.#origin.fraction) return null
    return ((1 - fraction) * (seconds - this.#origin.seconds)) / (fraction - this.#origin.fraction)
  }
}

function byteLength({ W, H }: Pick<Factors, 'W' | 'H'>): number {
  return W.byteLength + H.byteLength
}
