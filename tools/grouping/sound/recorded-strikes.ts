import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import type { Dice } from '../score/dice'
import type { DrumVoice } from '../score/drum-pattern'
import type { Strike } from './drum-sounds'

/**
 * Single strokes from Debian's sonic-pi-samples, recordings of freesound.org under CC0 1.0. Its acoustic kit, tabla, guitars, loops and
 * textures are not learned from: they are for judging.
 */
export const recordedFolder = '/usr/share/sonic-pi/samples'
export const recordedStrikes: Readonly<Partial<Record<DrumVoice, readonly string[]>>> = {
  kick: [
    ...[
      'bd_808',
      'bd_ada',
      'bd_boom',
      'bd_fat',
      'bd_gas',
      'bd_haus',
      'bd_klub',
      'bd_pure',
      'bd_sone',
      'bd_tek',
      'bd_zome'
    ],
    ...['bd_zum', 'elec_soft_kick', 'elec_hollow_kick']
  ],
  snare: [
    ...[
      'sn_dolf',
      'sn_dub',
      'sn_generic',
      'sn_zome',
      'elec_snare',
      'elec_filt_snare',
      'elec_hi_snare',
      'elec_lo_snare'
    ],
    'elec_mid_snare'
  ],
  hand: ['elec_wood', 'elec_pop', 'elec_plip', 'elec_twip', 'elec_triangle', 'elec_tick', 'perc_snap', 'perc_snap2']
}

const mostSemitones = 3

/** As many recorded strokes of a voice as are asked for, each at a pitch of its own; null for a voice of which there are none. */
export function strikeRecordings(voice: DrumVoice, count: number, dice: Dice): Strike[] | null {
  const names = recordedStrikes[voice]
  if (names === undefined) return null
  return Array.from({ length: count }, (): Strike => {
    const sound = transposed(readRecording(dice.pick(names)), dice.normal(mostSemitones / 2))
    return (random) => {
      const gain = 1 + random.normal(0.03)
      return sound.map((x) => gain * x)
    }
  })
}

/** The mean of the channels, its peak at 1. All are of 44.1 kHz and 16 bits. */
function readRecording(name: string): Float32Array {
  const path = join(recordedFolder, `${name}.flac`)
  const channelCount = Number(execFileSync('metaflac', ['--show-channels', path], { encoding: 'utf8' }))
  const raw = ['--force-raw-format', '--endian=little', '--sign=signed']
  const bytes = execFileSync('flac', ['-dcs', ...raw, path], { maxBuffer: 1 << 26 })
  const sound = new Float32Array(bytes.length / 2 / channelCount)
  for (let i = 0; i < bytes.length / 2; i++) sound[Math.floor(i / channelCount)] += bytes.readInt16LE(2 * i)
  const peak = sound.reduce((most, x) => Math.max(most, Math.abs(x)), 1)
  return sound.map((x) => x / peak)
}

/** Faster or slower, by linear interpolation. */
function transposed(sound: Float32Array, semitones: number): Float32Array {
  const step = 2 ** (Math.max(-mostSemitones, Math.min(mostSemitones, semitones)) / 12)
  return Float32Array.from({ length: Math.floor((sound.length - 1) / step) }, (_, t) => {
    const index = Math.floor(t * step)
    return sound[index] + (t * step - index) * (sound[index + 1] - sound[index])
  })
}
