import type { ClipWarning } from './audio-clip'
import { bytesReader } from './byte-reader'
import { readWavLayout } from './wav-layout'
import { convertWavSamples } from './wav-samples'

/** What a WAV file holds, sample values as they are written: see SignalCheck for what a clip allows. */
export interface WavAudio {
  readonly sampleRate: number
  /** one array per channel, all of one length */
  readonly channels: Float32Array[]
  /** e.g. "WAV 24 bit" */
  readonly format: string
  readonly warnings: ClipWarning[]
}

/**
 * Reads a WAV file: PCM 8 to 32 bit, float 32 and 64 bit, A-law, µ-law; RIFF, RF64 and BW64.
 *
 * @param bytes the whole file
 * @throws AppError 'not-audio', 'damaged-file' {problem}, 'unsupported-format' {format}, 'empty-audio'
 */
export function readWav(bytes: Uint8Array): WavAudio {
  const layout = readWavLayout(bytesReader(bytes))
  const channels = Array.from({ length: layout.channelCount }, () => new Float32Array(layout.lengthSamples))
  convertWavSamples(bytes.subarray(layout.dataOffset), layout, channels)
  return { sampleRate: layout.sampleRate, channels, format: layout.format, warnings: [...layout.warnings] }
}
