import type { Dice } from './dice'
import type { Song } from './song'

/** What a drummer strikes: kick, snare, hi-hat, toms, cymbals, and by hand. */
export const drumVoices = ['kick', 'snare', 'hat', 'tom', 'cymbal', 'hand'] as const
export type DrumVoice = (typeof drumVoices)[number]

export interface Hit {
  readonly startSeconds: number
  /** as in MIDI */
  readonly velocity: number
  /** which of several ways or sizes: a lower tom, an open hi-hat */
  readonly variant: number
}

export type DrumPattern = ReadonlyMap<DrumVoice, readonly Hit[]>

const stepsPerBar = 16

/** A bar of sixteenths for each voice, repeated with small deviations to the end of the song. */
export function writeDrumPattern(song: Song, dice: Dice, voices: readonly DrumVoice[]): DrumPattern {
  const stepSeconds = song.beatSeconds / 4
  const density = dice.uniform(0.5, 1.3)
  const stepCount = Math.ceil(song.seconds / stepSeconds)
  return new Map(
    voices.map((voice) => {
      const strengths = barOf(voice, dice, density)
      const variants = Array.from({ length: stepsPerBar }, () => variantOf(voice, dice))
      const hits: Hit[] = []
      for (let step = 0; step < stepCount; step++) {
        const place = step % stepsPerBar
        const isLate = place % 2 === 1
        const startSeconds = Math.max(0, (step + (isLate ? song.swing : 0)) * stepSeconds + dice.normal(0.006))
        if (startSeconds >= song.seconds) continue
        if (strengths[place] > 0 && dice.chance(0.93)) {
          const velocity = Math.min(127, Math.max(20, 115 * strengths[place] + dice.normal(9)))
          hits.push({ startSeconds, velocity, variant: variants[place] })
        } else if (dice.chance(0.02)) hits.push({ startSeconds, velocity: 50, variant: 0 })
      }
      return [voice, hits]
    })
  )
}

function barOf(voice: DrumVoice, dice: Dice, density: number): number[] {
  const spacing: number = dice.pick([1, 2, 2, 4])
  const handShare = dice.uniform(0.2, 0.6)
  const loudness = dice.uniform(0.6, 1)
  const startsWithCymbal = dice.chance(0.6)
  const bar = Array.from({ length: stepsPerBar }, (_, step): number => {
    switch (voice) {
      case 'kick':
        return step % 8 === 0 ? loudness : dice.chance(0.12 * density) ? 0.5 : 0
      case 'snare':
        return step % 8 === 4 ? 0.9 : dice.chance(0.1 * density) ? 0.35 : 0
      case 'hat':
        return step % spacing === 0 && dice.chance(0.95) ? (step % 4 === 0 ? 0.8 : 0.6) : 0
      case 'tom':
        return dice.chance(0.22 * density) ? 0.8 : 0
      case 'cymbal':
        return step === 0 && startsWithCymbal ? 0.8 : dice.chance(0.09 * density) ? 0.7 : 0
      case 'hand':
        return dice.chance(handShare * density) ? dice.uniform(0.45, 0.85) : 0
    }
  })
  if (!bar.some((strength) => strength > 0)) bar[dice.integer(0, stepsPerBar)] = 0.8
  return bar
}

function variantOf(voice: DrumVoice, dice: Dice): number {
  if (voice === 'tom' || voice === 'hand') return dice.integer(0, 6)
  return voice === 'hat' || voice === 'cymbal' ? dice.pick([0, 0, 0, 1, 2]) : 0
}
