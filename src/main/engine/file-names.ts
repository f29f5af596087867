import { AppError } from '@core/errors'

const reservedNames = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/i
// eslint-disable-next-line no-control-regex
const forbiddenCharacters = process.platform === 'win32' ? /[\u0000-\u001f<>:"/\\|?*]/ : /[\u0000-\u001f/\\]/
const longestNameBytes = 255

/**
 * Checks names that come from outside: each stays inside its folder, is a name on every system, and is no other's.
 *
 * @throws AppError 'invalid-argument' {argument, value, problem}
 */
export function checkFileNames(fileNames: readonly string[]): void {
  const seen = new Set<string>()
  for (const fileName of fileNames) {
    const problem = problemOf(fileName)
    if (problem !== null) throw refusal(fileName, problem)
    // File systems that ignore case, or compose accents, would write two of them into one file.
    const same = fileName.normalize('NFC').toLowerCase()
    if (seen.has(same)) throw refusal(fileName, 'it is named twice')
    seen.add(same)
  }
}

function problemOf(fileName: string): string | null {
  if (fileName.trim() === '' || fileName === '.' || fileName === '..') return 'it is not a file name'
  if (forbiddenCharacters.test(fileName)) return 'it holds a character that a file name cannot have'
  if (/[. ]$/.test(fileName)) return 'it ends with a dot or a space'
  if (reservedNames.test(fileName)) return 'it is a name that Windows keeps for itself'
  return Buffer.byteLength(fileName) > longestNameBytes ? 'it is too long' : null
}

function refusal(fileName: string, problem: string): AppError {
  const details = { argument: 'The file name', value: `“${fileName}”`, problem }
  return new AppError('invalid-argument', `“${fileName}”: ${problem}`, details)
}
