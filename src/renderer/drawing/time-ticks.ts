import { spanSeconds, type TimeView } from './time-view'

export interface TimeTick {
  readonly seconds: number
  /** null for the short ticks between the labels */
  readonly label: string | null
}

/** Seconds between two labels, and into how many parts short ticks divide that. */
const steps: readonly (readonly [number, number])[] = [
  [0.000_02, 4],
  [0.000_05, 5],
  [0.0001, 5],
  [0.0002, 4],
  [0.0005, 5],
  [0.001, 5],
  [0.002, 4],
  [0.005, 5],
  [0.01, 5],
  [0.02, 4],
  [0.05, 5],
  [0.1, 5],
  [0.2, 4],
  [0.5, 5],
  [1, 4],
  [2, 4],
  [5, 5],
  [10, 5],
  [15, 3],
  [30, 3],
  [60, 4],
  [120, 4],
  [300, 5],
  [600, 5],
  [900, 3],
  [1800, 3],
  [3600, 4],
  [7200, 4],
  [14400, 4]
]

const labelPixels = 76

/** Ticks of a time axis, at round times, labels at least 76 px apart. */
export function tickSteps(view: TimeView, widthPixels: number): TimeTick[] {
  if (widthPixels <= 0) return []
  const wanted = (spanSeconds(view) / widthPixels) * labelPixels
  const [step, parts] = steps.find(([seconds]) => seconds >= wanted) ?? steps[steps.length - 1]
  const small = step / parts
  const digits = step >= 1 ? 0 : Math.ceil(-Math.log10(step) - 1e-9)
  const ticks: TimeTick[] = []
  for (let i = Math.ceil(view.startSeconds / small - 1e-6); i * small <= view.endSeconds; i++) {
    const seconds = i * small
    ticks.push({ seconds, label: i % parts === 0 ? formatTime(seconds, digits) : null })
  }
  return ticks
}

/** "0:02", "1:02:03", "0:02.25": minutes and seconds, hours where there are any. */
export function formatTime(seconds: number, fractionDigits: number): string {
  const unit = 10 ** fractionDigits
  const total = Math.round(Math.max(0, seconds) * unit)
  const whole = Math.floor(total / unit)
  const hours = Math.floor(whole / 3600)
  const minutes = Math.floor(whole / 60) % 60
  const head = hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}` : String(minutes)
  const tail = String(whole % 60).padStart(2, '0')
  return fractionDigits === 0
    ? `${head}:${tail}`
    : `${head}:${tail}.${String(total % unit).padStart(fractionDigits, '0')}`
}
