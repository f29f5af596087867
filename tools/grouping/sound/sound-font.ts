import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Note } from '../score/song'
import { midiFile } from './midi-file'
import { recordedFolder } from './recorded-strikes'
import { sampleRate, stereoSilence, type StereoSignal } from './stereo-signal'

/** Sound fonts of General MIDI as Debian installs them. Only the first is learned from. */
export const soundFonts = {
  fluid: '/usr/share/sounds/sf2/FluidR3_GM.sf2',
  museScore: '/usr/share/sounds/sf3/MuseScore_General_Lite.sf3'
} as const
export type SoundFont = keyof typeof soundFonts

/**
 * Notes played by a program of a sound font through the `fluidsynth` command, without its reverb and chorus.
 *
 * @param program 0 … 127 of General MIDI; of drums the kit
 */
export function playSoundFont(
  font: SoundFont,
  notes: readonly Note[],
  options: { program: number; isDrums: boolean; lengthSamples: number }
): StereoSignal {
  const { program, isDrums, lengthSamples } = options
  const folder = mkdtempSync(join(tmpdir(), 'unweave-notes-'))
  try {
    const [midi, raw] = [join(folder, 'notes.mid'), join(folder, 'notes.raw')]
    writeFileSync(midi, midiFile(notes, { program, channel: isDrums ? 9 : 0 }))
    const settings = ['-ni', '-q', '-R', '0', '-C', '0', '-g', '0.5', '-r', String(sampleRate)]
    const output = ['-o', 'synth.dynamic-sample-loading=1', '-T', 'raw', '-O', 'float', '-F', raw]
    execFileSync('fluidsynth', [...settings, ...output, soundFonts[font], midi], { stdio: 'ignore' })
    return deinterleave(readFileSync(raw), lengthSamples)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function deinterleave(bytes: Buffer, lengthSamples: number): StereoSignal {
  const signal = stereoSilence(lengthSamples)
  const count = Math.min(lengthSamples, Math.floor(bytes.length / 8))
  for (let t = 0; t < count; t++) {
    signal.left[t] = bytes.readFloatLE(8 * t)
    signal.right[t] = bytes.readFloatLE(8 * t + 4)
  }
  return signal
}

const neededFiles = [
  { path: '/usr/bin/fluidsynth', package: 'fluidsynth' },
  { path: soundFonts.fluid, package: 'fluid-soundfont-gm' },
  { path: soundFonts.museScore, package: 'musescore-general-soundfont-small' },
  { path: '/usr/bin/espeak-ng', package: 'espeak-ng' },
  { path: '/usr/bin/flite', package: 'flite' },
  { path: '/usr/bin/flac', package: 'flac' },
  { path: recordedFolder, package: 'sonic-pi-samples' }
]

/** The Debian packages that the mixtures need and that are not installed. */
export function missingPackages(): string[] {
  return neededFiles.filter(({ path }) => !existsSync(path)).map((needed) => needed.package)
}
