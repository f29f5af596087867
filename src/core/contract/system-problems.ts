import type { ErrorDetails } from '../errors'

/** Why the system could not read a file: a sentence for a code such as ENOENT. */
export function readProblem(reason: ErrorDetails[string] | undefined): string {
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

export function readAdvice(reason: ErrorDetails[string] | undefined): string {
  if (reason === 'ENOENT') return 'Look for it where it is now and open it from there.'
  if (reason === 'EACCES' || reason === 'EPERM')
    return 'Give yourself the right to read it, or copy it to a folder of yours.'
  if (reason === 'EISDIR') return 'Choose a file in it.'
  return 'Check that its disk is connected, then try again.'
}

/** Why the system could not write a file. */
export function writeProblem(reason: ErrorDetails[string] | undefined): string {
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

export function writeAdvice(reason: ErrorDetails[string] | undefined): string {
  if (reason === 'ENOSPC' || reason === 'EDQUOT') return 'Free some space, or choose a folder on another disk.'
  if (reason === 'ENAMETOOLONG') return 'Choose a shorter name.'
  return 'Choose another folder and try again.'
}
