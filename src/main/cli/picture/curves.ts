import { binsOfRow, columnsOfPixel, type FrequencyAxis, type TimeAxis } from './axes'

const templateRangeDecibels = 54
const activationExponent = 0.6

/**
 * A template along the frequency axis, one value in [0, 1] for each pixel row: its level over 54 dB below its own peak.
 */
export function templateCurve(template: Float32Array, axis: FrequencyAxis, binHertz: number): number[] {
  const values = Array.from({ length: Math.ceil(axis.heightPixels) }, (_, y) => {
    const { first, last } = binsOfRow(axis, y, binHertz)
    return largest(template, first, last + 1)
  })
  const peak = Math.max(...values)
  return values.map((value) => {
    if (value === 0) return 0
    return Math.max(0, 1 + (20 * Math.log10(value / peak)) / templateRangeDecibels)
  })
}

/** An activation along the time axis, one value in [0, 1] for each pixel column, relative to its own peak. */
export function activationCurve(activation: Float32Array, axis: TimeAxis): number[] {
  const values = Array.from({ length: axis.widthPixels }, (_, x) => {
    const { first, last } = columnsOfPixel(axis, x)
    return largest(activation, first, last + 1)
  })
  const peak = Math.max(...values)
  return values.map((value) => (peak === 0 ? 0 : (value / peak) ** activationExponent))
}

function largest(values: Float32Array, first: number, end: number): number {
  let peak = 0
  for (let i = Math.max(0, first); i < Math.min(end, values.length); i++) peak = Math.max(peak, values[i]!)
  return peak
}
