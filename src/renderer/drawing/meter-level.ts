import { gainToDecibels } from '@core/units'

const fallDecibelsPerSecond = 24
const holdSeconds = 1.5

/** Where a meter begins. */
export const meterFloorDecibels = -60

/** One bar of a peak meter: it rises at once, falls at 24 dB/s, and marks the highest of the last one and a half seconds. */
export class MeterLevel {
  levelDecibels = -Infinity
  heldDecibels = -Infinity
  #heldSeconds = 0

  /** @param peak the highest absolute sample of the last `seconds` */
  advance(peak: number, seconds: number): void {
    const decibels = peak > 0 ? gainToDecibels(peak) : -Infinity
    this.levelDecibels = Math.max(decibels, this.levelDecibels - fallDecibelsPerSecond * seconds)
    this.#heldSeconds += seconds
    if (decibels < this.heldDecibels && this.#heldSeconds < holdSeconds) return
    this.heldDecibels = this.levelDecibels
    this.#heldSeconds = 0
  }
}

/** How much of the meter a level fills: 0 at the floor, 1 at full scale. */
export function meterShare(decibels: number): number {
  return Math.min(1, Math.max(0, 1 - decibels / meterFloorDecibels))
}
