import type { ErrorCode, ErrorData, ErrorDetails } from '../errors'
import { readAdvice, readProblem, writeAdvice, writeProblem } from './system-problems'

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
const unnamedFile = 'The file'
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
  'file-unwritable': (file, { existing, temporaryFolder, reason }) => {
    if (existing) {
      return {
        title: 'Files of these names exist already',
        why: `They would be replaced: ${existing}. Nothing was written.`,
        next: 'Allow them to be overwritten, or choose another folder or other names.'
      }
    }
    if (temporaryFolder) {
      return {
        title: `${file} cannot be unpacked`,
        why: `Long recordings are unpacked into a temporary file in ${temporaryFolder}. ${writeProblem(reason)} Nothing was changed.`,
        next: 'Free some space there and open it again, or convert it to WAV, which is read where it lies.'
      }
    }
    return {
      title: `${file} cannot be written`,
      why: `${writeProblem(reason)} What stood there before is untouched, and your work is still open.`,
      next: writeAdvice(reason)
    }
  },
  'file-changed': (file, { isOpen }) =>
    isOpen
      ? {
          title: `${file} was changed while it was open`,
          why: 'Another program has written into it, so what is shown no longer belongs to what it holds. Nothing was written.',
          next: 'Open the recording again, or put the former one back.'
        }
      : {
          title: `${file} is not the recording that it was`,
          why: 'The project was made with other audio: size or content of the file differ. The project file is untouched.',
          next: 'Put the former recording back where it was, or open the present one as a new project.'
        },
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
  'negative-value': (_file, { problem }) => ({
    title: 'The separation holds values that cannot be',
    why: `Templates and activations are never negative${problem ? `, but ${withoutFullStop(problem)}` : ', and here some are'}. Nothing was changed.`,
    next: 'Separate the recording anew, or open another project.'
  }),
  'invalid-argument': (_file, { argument, value, problem, bandCount, mostBands }) => {
    if (mostBands) {
      return {
        title: `There cannot be ${bandCount} bands`,
        why: `A spectrum of this window has ${mostBands} bins, and a band takes at least one. Nothing was changed.`,
        next: 'Choose fewer bands or a longer window.'
      }
    }
    const isNamed = argument && value !== undefined
    return {
      title: isNamed ? `${argument} cannot be ${value}` : 'This cannot be done with these settings',
      why: `${problem ? `${sentence(problem)} ` : ''}Nothing was changed.`,
      next: isNamed ? 'Correct it and try again.' : 'Change the settings and try again.'
    }
  },
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
