import type { ClipWarning } from '../audio/audio-clip'
import type { ErrorDetails } from '../errors'

/**
 * What was wrong with a file that could be read all the same, in one or two sentences.
 *
 * @param sampleRate of the clip in Hz; with it lengths are said as minutes and seconds, else in samples
 */
export function describeWarning(warning: ClipWarning, name: string, sampleRate?: number): string {
  const { declaredSamples, decodedSamples, replacedSamples, peak, bytes } = warning.details
  switch (warning.kind) {
    case 'truncated': {
      const there = extent(decodedSamples, sampleRate)
      const claim =
        typeof declaredSamples === 'number' && declaredSamples > Number(decodedSamples)
          ? `it says it holds ${extent(declaredSamples, sampleRate)}, but there are only ${there}`
          : `it stops after ${there}, in the middle of a stream`
      return `“${name}” is cut short: ${claim}. A copy or download probably stopped early.`
    }
    case 'damaged':
      return `“${name}” is damaged in places${lossOf(warning.details)}. What could be read is there; parts of it may be missing or wrong.`
    case 'non-finite':
      return `“${name}” held ${count(replacedSamples, 'value')} that no sound can have; silence stands in their place.`
    case 'over-full-scale':
      return `“${name}” goes over full scale${typeof peak === 'number' ? ` (peak ${decibels(peak)} dBFS)` : ''}. Nothing was cut, but playback and integer exports may clip.`
    case 'trailing-data':
      return `“${name}” has ${typeof bytes === 'number' ? count(bytes, 'byte') : 'other data'} after its audio; that was left out.`
  }
}

function lossOf({ lostPages, lostBytes, declaredSamples, decodedSamples }: ErrorDetails): string {
  if (typeof lostPages === 'number' && lostPages > 0)
    return `: ${count(lostPages, 'page')} of it ${lostPages === 1 ? 'is' : 'are'} lost`
  if (typeof lostBytes === 'number' && lostBytes > 0) return `: ${count(lostBytes, 'byte')} could not be decoded`
  if (typeof declaredSamples !== 'number' || typeof decodedSamples !== 'number') return ''
  return declaredSamples === decodedSamples
    ? ''
    : `: it says it holds ${count(declaredSamples, 'sample')}, and ${count(decodedSamples, 'sample')} could be decoded`
}

/** A length of audio: as minutes and seconds where the rate is known, else in samples. */
function extent(samples: ErrorDetails[string] | undefined, sampleRate: number | undefined): string {
  if (typeof samples !== 'number') return 'less'
  if (sampleRate === undefined) return count(samples, 'sample')
  const tenths = Math.round((10 * samples) / sampleRate)
  const minutes = Math.floor(tenths / 600)
  return `${minutes}:${((tenths % 600) / 10).toFixed(1).padStart(4, '0')}`
}

function count(number: ErrorDetails[string] | undefined, noun: string): string {
  if (typeof number !== 'number') return `${noun}s`
  return `${String(number).replace(/\B(?=(\d{3})+$)/g, '\u202f')} ${noun}${number === 1 ? '' : 's'}`
}

function decibels(peak: number): string {
  return `+${(20 * Math.log10(peak)).toFixed(1)}`
}
