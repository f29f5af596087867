import type { ClipWarning } from '../audio/audio-clip'
import type { ErrorCode, ErrorData, ErrorDetails } from '../errors'

/** What a person reads: what happened, why and whether the work is safe, what to do; `details` is for "Copy details". */
export interface ErrorDescription {
  readonly title: string
  readonly why: string
  readonly next: string
  readonly details: string
}

interface Sentences {
  readonly title: string
  readonly why: string
  readonly next: string
}

/** `file` is the quoted name of the file, or "The file". */
type Describe = (file: string, values: ErrorDetails) => Sentences

const readableFormats = 'WAV, FLAC, MP3, Ogg Vorbis and Opus'
const internalNext = 'Do the same once more. If it happens again, report it with the details.'

const describers: Readonly<Record<ErrorCode, Describe>> = {
  'not-audio': (file) => ({
    title: `${file} is not an audio file`,
    why: `What it holds is not audio that Unweave knows, whatever its name says. Nothing was changed.`,
    next: `Choose a recording. Unweave reads ${readableFormats}.`
  }),
  'unsupported-format': (file, { format }) => ({
    title: `${file} is in a format that Unweave cannot read`,
    why: `${format ? `It is ${format}. ` : ''}Unweave reads ${readableFormats}. Nothing was changed.`,
    next: 'Convert it to WAV or FLAC with another program and open the copy.'
  }),
  'damaged-file': (file, { problem }) => ({
    title: `${file} is damaged`,
    why: `It cannot be read${problem ? `: ${withoutFullStop(problem)}` : ' to its end'}. A copy or download may have gone wrong. Nothing was changed.`,
    next: 'Copy the file again from where it came from and open it then.'
  }),
  'empty-audio': (file) => ({
    title: `${file} holds no sound`,
    why: 'It is an audio file, but there is not one sample in it. Nothing was changed.',
    next: 'Choose another recording.'
  }),
  'file-unreadable': (file, { reason }) => ({
    title: `${file} cannot be read`,
    why: `${readProblem(reason)} Nothing was changed.`,
    next: readAdvice(reason)
  }),
  'file-unwritable': (file, values) =>
    values['existing']
      ? {
          title: 'Files of these names exist already',
          why: `They would be replaced: ${values['existing']}. Nothing was written.`,
          next: 'Allow them to be overwritten, or choose another folder or other names.'
        }
      : {
          title: `${file} cannot be written`,
          why: `${writeProblem(values['reason'])} What stood there before is untouched, and your work is still open.`,
          next: writeAdvice(values['reason'])
        },
  'file-changed': (file) => ({
    title: `${file} is not the recording that it was`,
    why: 'The project was made with other audio: size or content of the file differ. The project file is untouched.',
    next: 'Put the former recording back where it was, or open the present one as a new project.'
  }),
  'not-a-project': (file, { problem }) => ({
    title: `${file} is not an Unweave project`,
    why: `${problem ? `It cannot be understood: ${withoutFullStop(problem)}` : 'Its contents are not those of a project'}. The file is untouched.`,
    next: 'Choose another project, or open the recording itself.'
  }),
  'newer-project': (file, { version, supported }) => ({
    title: `${file} was made by a newer Unweave`,
    why: `${version && supported ? `Its project version is ${version}; this Unweave knows versions up to ${supported}. ` : ''}The file is untouched.`,
    next: 'Update Unweave and open it again.'
  }),
  'shape-mismatch': (file) => ({
    title: 'The separation does not fit the recording',
    why: `${file === unnamedFile ? 'The templates and activations' : `What ${file} says`} and the recording differ in size. Nothing was changed.`,
    next: 'Separate the recording anew, or open another project.'
  }),
  'negative-value': () => ({
    title: 'The separation holds values that cannot be',
    why: 'Templates and activations are never negative, and here some are. Nothing was changed.',
    next: 'Separate the recording anew, or open another project.'
  }),
  'invalid-argument': (_file, { argument, value, problem }) => ({
    title:
      argument && value !== undefined ? `${argument} cannot be ${value}` : 'This cannot be done with these settings',
    why: `${problem ? `${sentence(problem)} ` : ''}Nothing was changed.`,
    next: 'Correct it and try again.'
  }),
  'unknown-id': () => ({
    title: 'What this needs is no longer there',
    why: 'The component, source or recording was removed or closed in the meantime. Your work is safe.',
    next: 'Undo, or open the recording again.'
  }),
  'out-of-memory': (file) => ({
    title: 'There is not enough memory',
    why: `${file === unnamedFile ? 'This' : file} needs more memory than this computer can give now. Your work is safe.`,
    next: 'Close other programs, use fewer components, or work on a shorter part of the recording.'
  }),
  'engine-died': () => ({
    title: 'The separation engine stopped',
    why: 'The part of Unweave that computes ended unexpectedly and has been started again. Your work is safe; the last separation is kept.',
    next: 'Try again. The same settings give the same result.'
  }),
  'audio-output-failed': (file, { sampleRate, channelCount }) =>
    sampleRate !== undefined || channelCount !== undefined
      ? {
          title: `${file} cannot be played`,
          why: `The sound system does not take ${sampleRate === undefined ? `${channelCount} channels` : `a sample rate of ${sampleRate} Hz`}. Everything but listening works.`,
          next: 'Separate and export as usual; to listen, convert a copy to 44.1 or 48 kHz, mono or stereo.'
        }
      : {
          title: 'No sound can be played',
          why: 'The sound output of this computer could not be started. Your work is safe.',
          next: 'Check that a loudspeaker or headphones are connected and not in use by another program, then play again.'
        },
  unexpected: (file) => ({
    title: file === unnamedFile ? 'Something went wrong' : `Something went wrong with ${file}`,
    why: 'This is a fault of Unweave, not of yours. Your work is still open.',
    next: internalNext
  })
}

/**
 * The sentences for an error, and the facts behind it.
 *
 * @param subject name of the file that the person acted on; when left out, the name among the error's details
 */
export function describeError(error: ErrorData, subject?: string): ErrorDescription {
  const name = subject ?? error.details['name']
  const file = typeof name === 'string' && name !== '' ? `“${name}”` : unnamedFile
  return { ...describers[error.code](file, error.details), details: detailLines(error, subject) }
}

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

const unnamedFile = 'The file'

function readProblem(reason: ErrorDetails[string] | undefined): string {
  switch (reason) {
    case 'ENOENT':
      return 'There is no such file: it was moved, renamed or deleted.'
    case 'EACCES':
    case 'EPERM':
      return 'You have no permission to read it.'
    case 'EISDIR':
      return 'It is a folder.'
    case 'not a file':
      return 'It is not an ordinary file.'
    case 'ends early':
      return 'It became shorter while it was being read.'
    default:
      return `The system could not read it${reason ? ` (${reason})` : ''}.`
  }
}

function readAdvice(reason: ErrorDetails[string] | undefined): string {
  if (reason === 'ENOENT') return 'Look for it where it is now and open it from there.'
  if (reason === 'EACCES' || reason === 'EPERM')
    return 'Give yourself the right to read it, or copy it to a folder of yours.'
  if (reason === 'EISDIR') return 'Choose a file in it.'
  return 'Check that its disk is connected, then try again.'
}

function writeProblem(reason: ErrorDetails[string] | undefined): string {
  switch (reason) {
    case 'ENOSPC':
    case 'EDQUOT':
      return 'There is no room left on the disk.'
    case 'EACCES':
    case 'EPERM':
      return 'You have no permission to write there.'
    case 'EROFS':
      return 'The disk can only be read.'
    case 'ENOENT':
    case 'ENOTDIR':
      return 'The folder does not exist.'
    case 'ENAMETOOLONG':
      return 'The name is too long.'
    case 'EISDIR':
      return 'A folder of this name stands there.'
    default:
      return `The system could not write it${reason ? ` (${reason})` : ''}.`
  }
}

function writeAdvice(reason: ErrorDetails[string] | undefined): string {
  if (reason === 'ENOSPC' || reason === 'EDQUOT') return 'Free some space, or choose a folder on another disk.'
  if (reason === 'ENAMETOOLONG') return 'Choose a shorter name.'
  return 'Choose another folder and try again.'
}

function detailLines(error: ErrorData, subject: string | undefined): string {
  const values = Object.entries(error.details).map(([key, value]) => `${key}: ${value}`)
  const file = subject === undefined || error.details['name'] === subject ? [] : [`file: ${subject}`]
  return [...file, `code: ${error.code}`, ...values, error.message].join('\n')
}

function withoutFullStop(text: ErrorDetails[string]): string {
  return String(text).trim().replace(/\.$/, '')
}

function sentence(text: ErrorDetails[string]): string {
  const plain = withoutFullStop(text)
  return `${plain.charAt(0).toUpperCase()}${plain.slice(1)}.`
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
