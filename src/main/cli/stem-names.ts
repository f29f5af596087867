import { basename, extname } from 'node:path'

/** Characters that some system forbids in file names. */
// eslint-disable-next-line no-control-regex
const forbidden = /[\u0000-\u001f<>:"/\\|?*]+/g
/** Leaves room for the number and the label in the 255 bytes that a name may have. */
const longestRecordingBytes = 160

/** The name of a recording without folder and extension, fit to begin a file name. */
export function recordingStem(path: string): string {
  const name = basename(path, extname(path)).replace(forbidden, '_').replace(/^\.+/, '').trim()
  let stem = ''
  for (const character of name) {
    if (Buffer.byteLength(stem + character) > longestRecordingBytes) break
    stem += character
  }
  return stem || 'recording'
}

/** `<recording>_<number>_<label>.wav`, numbered with as many digits as the last one has. */
export function stemFileName(options: { recording: string; number: number; count: number; label: string }): string {
  const number = String(options.number).padStart(String(options.count).length, '0')
  const label = options.label.replace(/♯/g, '#').replace(forbidden, '_').replace(/\s+/g, '-')
  return `${options.recording}_${number}_${label}.wav`
}
