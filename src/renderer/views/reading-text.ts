import { noteName } from '../drawing/frequency-axis'
import type { SpectrogramReading } from '../drawing/spectrogram-reading'
import type { Owner } from '../editor/owners'
import { spokenLevel } from './controls/decibels'

const mostOwners = 3

/** "F♯4 −18 ct" */
export function noteText(hertz: number): string {
  const { name, cents } = noteName(hertz)
  return `${name} ${cents < 0 ? '−' : '+'}${Math.abs(cents)} ct`
}

/** "Guitar 78 %, Drums 20 %" */
export function ownersText(owners: readonly Owner[]): string {
  return owners
    .slice(0, mostOwners)
    .map(({ name, share }) => `${name} ${Math.round(100 * share)} %`)
    .join(', ')
}

/** A point of the spectrogram as a screen reader says it. */
export function spokenReading({ seconds, hertz, decibels }: SpectrogramReading, owners: readonly Owner[]): string {
  const { name, cents } = noteName(hertz)
  const parts = [
    `${seconds.toFixed(3)} seconds`,
    `${name.replace('♯', ' sharp ')}${cents === 0 ? '' : ` ${cents < 0 ? 'minus' : 'plus'} ${Math.abs(cents)} cents`}`,
    `${hertz.toFixed(1)} hertz`,
    decibels === null ? 'level not loaded yet' : spokenLevel(decibels),
    ...owners.slice(0, mostOwners).map((owner) => `${owner.name} ${Math.round(100 * owner.share)} percent`)
  ]
  return parts.join(', ')
}
