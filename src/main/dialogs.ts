import { stat } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import { dialog, type BrowserWindow } from 'electron'

export type DiscardAnswer = 'discard' | 'save' | 'cancel'

export const projectExtension = 'unweave'
const audioExtensions = ['wav', 'wave', 'rf64', 'bwf', 'flac', 'mp3', 'ogg', 'oga', 'opus']

export async function askFileToOpen(window: BrowserWindow, folder: string | null): Promise<string | null> {
  const answer = await dialog.showOpenDialog(window, {
    title: 'Open a recording or a project',
    properties: ['openFile'],
    ...(folder === null ? {} : { defaultPath: folder }),
    filters: [
      { name: 'Recordings and projects', extensions: [...audioExtensions, projectExtension] },
      // Files are told by content: one with an odd name can be opened too.
      { name: 'All files', extensions: ['*'] }
    ]
  })
  return answer.canceled ? null : (answer.filePaths[0] ?? null)
}

/** Several recordings at once; the title says what for. */
export async function askAudioFiles(window: BrowserWindow, title: string, folder: string | null): Promise<string[]> {
  const answer = await dialog.showOpenDialog(window, {
    title,
    properties: ['openFile', 'multiSelections'],
    ...(folder === null ? {} : { defaultPath: folder }),
    filters: [
      { name: 'Recordings', extensions: audioExtensions },
      { name: 'All files', extensions: ['*'] }
    ]
  })
  return answer.canceled ? [] : answer.filePaths
}

/** Files of templates, by either of a pair. */
export async function askTemplates(window: BrowserWindow): Promise<string[]> {
  const answer = await dialog.showOpenDialog(window, {
    title: 'Choose templates',
    properties: ['openFile', 'multiSelections'],
    filters: [{ name: 'Templates', extensions: ['npy', 'json'] }]
  })
  return answer.canceled ? [] : answer.filePaths
}

/** Where a recording is now that is not where it was. */
export async function askRecording(window: BrowserWindow, name: string): Promise<string | null> {
  const answer = await dialog.showOpenDialog(window, {
    title: `Find “${name}”`,
    properties: ['openFile'],
    filters: [{ name: 'All files', extensions: ['*'] }]
  })
  return answer.canceled ? null : (answer.filePaths[0] ?? null)
}

export async function askProjectPath(window: BrowserWindow, suggestedPath: string): Promise<string | null> {
  const answer = await dialog.showSaveDialog(window, {
    title: 'Save the project',
    defaultPath: suggestedPath,
    properties: ['createDirectory', 'showOverwriteConfirmation'],
    filters: [{ name: 'Unweave project', extensions: [projectExtension] }]
  })
  if (answer.canceled || answer.filePath === '') return null
  const path = withProjectExtension(answer.filePath)
  // The dialog asked about the name as typed, which may be another one.
  return path === answer.filePath || !(await exists(path)) || (await askOverwrite(window, path)) ? path : null
}

export function withProjectExtension(path: string): string {
  return extname(path).toLowerCase() === `.${projectExtension}` ? path : `${path}.${projectExtension}`
}

export async function askExportFolder(window: BrowserWindow, folder: string | null): Promise<string | null> {
  const answer = await dialog.showOpenDialog(window, {
    title: 'Choose a folder',
    buttonLabel: 'Choose',
    properties: ['openDirectory', 'createDirectory'],
    ...(folder === null ? {} : { defaultPath: folder })
  })
  return answer.canceled ? null : (answer.filePaths[0] ?? null)
}

/** What to do with unsaved changes. */
export async function askDiscard(window: BrowserWindow, documentName: string): Promise<DiscardAnswer> {
  const answers = discardAnswers(process.platform)
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning',
    message: `Save the changes to “${documentName}”?`,
    detail: 'Changes that are not saved are lost.',
    buttons: answers.map((answer) => discardLabels[answer]),
    defaultId: answers.indexOf('save'),
    cancelId: answers.indexOf('cancel'),
    noLink: true
  })
  return answers[response] ?? 'cancel'
}

const discardLabels = { save: 'Save', discard: 'Don’t save', cancel: 'Cancel' } as const

/** The order in which each platform's people expect the buttons; macOS lays the first one rightmost. */
export function discardAnswers(platform: NodeJS.Platform): readonly DiscardAnswer[] {
  if (platform === 'darwin') return ['save', 'cancel', 'discard']
  return platform === 'win32' ? ['save', 'discard', 'cancel'] : ['discard', 'cancel', 'save']
}

/** True: the person would rather close than wait. */
export async function askCloseHung(window: BrowserWindow, keptAt: number | null): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning',
    message: 'The window does not respond.',
    detail: `There are changes that are not saved. ${
      keptAt === null
        ? 'They are lost if the window is closed now.'
        : `A copy from ${timeText(keptAt)} is offered at the next start.`
    } Waiting may bring it back.`,
    buttons: ['Wait', 'Close without saving'],
    defaultId: 0,
    cancelId: 0,
    noLink: true
  })
  return response === 1
}

/** True: reload; false: quit. */
export async function askReloadCrashed(
  window: BrowserWindow,
  { reason, keptAt }: { reason: string; keptAt: number | null }
): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'error',
    message: 'The contents of the window stopped working.',
    detail: `${
      keptAt === null
        ? 'Saved projects and exported stems are not touched. Reload the window and open the recording again.'
        : `A copy of the unsaved changes from ${timeText(keptAt)} was kept; it is offered when the window is back.`
    } (${reason})`,
    buttons: ['Reload', 'Quit'],
    defaultId: 0,
    cancelId: 0,
    noLink: true
  })
  return response === 0
}

function timeText(time: number): string {
  return new Date(time).toLocaleTimeString('en-GB')
}

async function askOverwrite(window: BrowserWindow, path: string): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning',
    message: `“${basename(path)}” exists already. Replace it?`,
    detail: 'The file that is there now will be lost.',
    buttons: ['Cancel', 'Replace'],
    defaultId: 0,
    cancelId: 0,
    noLink: true
  })
  return response === 1
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false
  )
}
