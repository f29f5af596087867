import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Dice } from '../score/dice'
import { sampleRate } from './stereo-signal'

const languages = ['en', 'en-us', 'en-gb-scotland', 'en-029', 'de', 'fr', 'es', 'it', 'nl', 'sv', 'pt', 'pl']
const variants = ['', '+m1', '+m2', '+m3', '+m4', '+m5', '+m7', '+f1', '+f2', '+f3', '+f4', '+f5', '+croak']
const words = (
  'a about after all and as at because before by come could day do early even face few first follow for from give go great ' +
  'group hand have he here home how if in interest it just keep know large last life line little long make many may more move ' +
  'much must never new no not now of old on one open or other our out over part people place plan play problem public right ' +
  'run same say see set she should show small some stand state still such take tell than that the then there they thing think ' +
  'this through time to under up use very want way we well what when where which while who will with word work world year you'
).split(' ')

/** Voices of flite that were made from recordings of people: of diphones the first, else statistically. */
export type Speaker = 'kal16' | 'awb' | 'rms' | 'slt'
const peopleShare = 0.6

/** A random text, read by espeak-ng, whose voices are made by rules, or by flite, whose voices are made from recordings; mono. */
export function speak(
  dice: Dice,
  { lengthSamples, people }: { lengthSamples: number; people: readonly Speaker[] }
): Float32Array {
  const phrases = Array.from({ length: 8 }, () =>
    Array.from({ length: dice.integer(4, 10) }, () => dice.pick(words)).join(' ')
  )
  const text = phrases.join(', ')
  return resampled(
    dice.chance(peopleShare) ? readByFlite(text, dice.pick(people), dice) : readByEspeak(text, dice),
    lengthSamples
  )
}

function readByEspeak(text: string, dice: Dice): Buffer {
  const voice = dice.pick(languages) + dice.pick(variants)
  const settings = ['-v', voice, '-p', String(dice.integer(15, 85)), '-s', String(dice.integer(120, 190))]
  return execFileSync('espeak-ng', [...settings, '--stdout', text], {
    maxBuffer: 1 << 26,
    stdio: ['ignore', 'pipe', 'ignore']
  })
}

function readByFlite(text: string, speaker: Speaker, dice: Dice): Buffer {
  const pitch = `int_f0_target_mean=${dice.integer(90, 210)}`
  const pace = `duration_stretch=${dice.uniform(0.85, 1.25).toFixed(2)}`
  const folder = mkdtempSync(join(tmpdir(), 'unweave-speech-'))
  try {
    const wav = join(folder, 'speech.wav')
    const settings = ['-voice', speaker, '--setf', pitch, '--setf', pace]
    execFileSync('flite', [...settings, '-t', text, '-o', wav], { stdio: 'ignore' })
    return readFileSync(wav)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** 16-bit mono WAV, whose length in the header is not to be trusted in a pipe, at our sample rate by linear interpolation. */
function resampled(wav: Buffer, lengthSamples: number): Float32Array {
  const headerBytes = 44
  const spokenRate = wav.readUInt32LE(24)
  const count = Math.floor((wav.length - headerBytes) / 2)
  const at = (index: number): number => (index < count ? wav.readInt16LE(headerBytes + 2 * index) / 32768 : 0)
  return Float32Array.from({ length: lengthSamples }, (_, t) => {
    const place = (t * spokenRate) / sampleRate
    const index = Math.floor(place)
    return at(index) + (place - index) * (at(index + 1) - at(index))
  })
}
