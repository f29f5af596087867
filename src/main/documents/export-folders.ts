import { stat } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'

/** The folder for a recording's stems: the one chosen last if it is still there, otherwise one of its own in Music. */
export async function suggestedExportFolder(
  recordingName: string,
  chosenFolder: string | null,
  musicFolder: string
): Promise<string> {
  if (chosenFolder !== null && (await isFolder(chosenFolder))) return chosenFolder
  return join(musicFolder, 'Stems', folderNameFor(recordingName))
}

/** A recording's name without extension, as a folder name that every platform allows. */
export function folderNameFor(recordingName: string): string {
  const stem = basename(recordingName, extname(recordingName))
  const allowed = stem
    // eslint-disable-next-line no-control-regex -- Windows refuses control characters in names
    .replace(/[<>:"/\\|?*\u0000-\u001f]/g, '-')
    .slice(0, 100)
    .replace(/[. ]+$/, '')
    .trim()
  if (allowed === '') return 'Recording'
  return /^(con|prn|aux|nul|com\d|lpt\d)$/i.test(allowed) ? `${allowed}_` : allowed
}

/** The folder itself or, while it is not made yet, the nearest one above that is there. */
export async function nearestExistingFolder(folder: string): Promise<string> {
  const above = join(folder, '..')
  return above === folder || (await isFolder(folder)) ? folder : nearestExistingFolder(above)
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (stats) => stats.isDirectory(),
    () => false
  )
}
