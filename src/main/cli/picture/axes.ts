/** Where a logarithmic frequency axis puts its values: `heightPixels` at the bottom, 0 at the top. */
export interface FrequencyAxis {
  readonly lowestHertz: number
  readonly highestHertz: number
  readonly heightPixels: number
}

const lowestHertz = 40
const highestHertz = 18_000

export function frequencyAxis(sampleRate: number, heightPixels: number): FrequencyAxis {
  return { lowestHertz, highestHertz: Math.min(highestHertz, sampleRate / 2), heightPixels }
}

export function hertzAt(axis: FrequencyAxis, y: number): number {
  return axis.highestHertz * (axis.lowestHertz / axis.highestHertz) ** (y / axis.heightPixels)
}

export function yOfHertz(axis: FrequencyAxis, hertz: number): number {
  return (axis.heightPixels * Math.log(axis.highestHertz / hertz)) / Math.log(axis.highestHertz / axis.lowestHertz)
}

/** Bins [first, last] that lie on the pixel row `y`; low rows lie inside one bin. */
export function binsOfRow(axis: FrequencyAxis, y: number, binHertz: number): { first: number; last: number } {
  const first = Math.round(hertzAt(axis, y + 1) / binHertz)
  return { first, last: Math.max(first, Math.round(hertzAt(axis, y) / binHertz) - 1) }
}

export function frequencyTicks(axis: FrequencyAxis): { y: number; label: string }[] {
  return [50, 100, 200, 500, 1000, 2000, 5000, 10_000]
    .filter((hertz) => hertz < axis.highestHertz)
    .map((hertz) => ({ y: yOfHertz(axis, hertz), label: hertz < 1000 ? `${hertz}` : `${hertz / 1000}k` }))
}

/** Round times, at most `most` of them. */
export function timeTicks(durationSeconds: number, most: number): { seconds: number; label: string }[] {
  const steps = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600]
  const step = steps.find((candidate) => durationSeconds / candidate <= most) ?? steps.at(-1)!
  return Array.from({ length: Math.floor(durationSeconds / step) + 1 }, (_, index) => {
    const seconds = index * step
    if (step < 1) return { seconds, label: `${seconds.toFixed(2)} s` }
    return { seconds, label: `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}` }
  })
}

/** How the columns of the STFT lie on a picture of the whole recording. */
export interface TimeAxis {
  readonly widthPixels: number
  readonly lengthSamples: number
  readonly windowSamples: number
  readonly hopSamples: number
  readonly columnCount: number
}

/** Columns [first, last] that lie on the pixel column `x`. */
export function columnsOfPixel(axis: TimeAxis, x: number): { first: number; last: number } {
  // Column n is centred on sample (n + 1)·hop − window/2.
  const columnAt = (edge: number) => {
    const sample = (edge / axis.widthPixels) * axis.lengthSamples
    return Math.round((sample + axis.windowSamples / 2) / axis.hopSamples - 1)
  }
  const clamp = (column: number) => Math.min(axis.columnCount - 1, Math.max(0, column))
  const first = clamp(columnAt(x))
  return { first, last: Math.max(first, clamp(columnAt(x + 1) - 1)) }
}
