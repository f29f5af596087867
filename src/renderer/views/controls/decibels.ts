import { gainDecibelsRange } from '@core/project/project'

/** A gain as the window writes it, with the sign of mathematics: "0.0", "+2.0", "−1.5", "−∞" at the fader's end. */
export function decibelsText(decibels: number): string {
  if (decibels <= gainDecibelsRange.min) return '−∞'
  return signed(decibels)
}

/** A level, which has no end stop: null stands for −∞. */
export function levelText(decibels: number | null): string {
  return decibels === null ? '−∞' : signed(decibels)
}

/** As a screen reader says it. */
export function spokenDecibels(decibels: number): string {
  if (decibels <= gainDecibelsRange.min) return 'silent'
  return `${decibels < 0 ? 'minus ' : ''}${Math.abs(decibels).toFixed(1)} decibels`
}

/** A level as a screen reader says it. */
export function spokenLevel(decibels: number): string {
  return `${decibels < 0 ? 'minus ' : ''}${Number(Math.abs(decibels).toFixed(1))} decibels`
}

function signed(decibels: number): string {
  const digits = Math.abs(decibels).toFixed(1)
  if (digits === '0.0') return digits
  return decibels < 0 ? `−${digits}` : `+${digits}`
}
