import type { Dice } from '../score/dice'
import { filtered, highPass, lowPass, peaking, type Biquad } from '../sound/biquad'
import type { StereoSignal } from '../sound/stereo-signal'
import { inRoom, randomRoom, type Room } from './room'

/** What all sources of a mixture have in common. */
export interface Production {
  readonly room: Room | null
  /** neither equaliser nor room */
  readonly isDry: boolean
  readonly stage: 'centre' | 'as rendered' | 'panned'
}

export function randomProduction(dice: Dice): Production {
  return {
    room: dice.chance(0.75) ? randomRoom(dice) : null,
    isDry: dice.chance(0.15),
    stage: dice.pickWeighted({ centre: 35, 'as rendered': 20, panned: 45 })
  }
}

/** A source as it is in the mixture: through an equaliser, in the room, at its place. */
export function produce(signal: StereoSignal, production: Production, dice: Dice): StereoSignal {
  const { room, isDry, stage } = production
  const equalised = isDry ? signal : equalise(signal, randomEqualiser(dice))
  const wetDecibels = (room?.wetDecibels ?? 0) + dice.normal(2)
  const placed = room === null || isDry ? equalised : inRoom(equalised, { ...room, wetDecibels })
  if (stage === 'as rendered') return placed
  const position = stage === 'centre' ? 0 : Math.min(0.95, Math.max(-0.95, dice.normal(0.5)))
  return atPosition(placed, position, dice.pick([0, 0.3, 0.7]))
}

/** One to three bands that are raised or lowered; sometimes the high or the low end is taken away. */
export function randomEqualiser(dice: Dice): Biquad[] {
  const bands = Array.from({ length: dice.integer(1, 4) }, () =>
    peaking(2 ** dice.uniform(6, 13.5), dice.uniform(0.4, 1.5), dice.normal(4))
  )
  if (dice.chance(0.12)) bands.push(lowPass(dice.uniform(3000, 9000)))
  if (dice.chance(0.1)) bands.push(highPass(dice.uniform(80, 250)))
  return bands
}

export function equalise({ left, right }: StereoSignal, bands: readonly Biquad[]): StereoSignal {
  return { left: bands.reduce(filtered, left), right: bands.reduce(filtered, right) }
}

/**
 * Panned with constant power, the difference of the channels kept as far as `width` says.
 *
 * @param position −1 left … 1 right
 */
export function atPosition({ left, right }: StereoSignal, position: number, width: number): StereoSignal {
  const angle = ((position + 1) * Math.PI) / 4
  const [gainLeft, gainRight] = [Math.SQRT2 * Math.cos(angle), Math.SQRT2 * Math.sin(angle)]
  const side = (t: number): number => (width * (left[t] - right[t])) / 2
  return {
    left: left.map((x, t) => (gainLeft * (x + right[t])) / 2 + side(t)),
    right: right.map((x, t) => (gainRight * (x + left[t])) / 2 - side(t))
  }
}
