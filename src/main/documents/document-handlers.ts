import { basename, dirname, extname, join } from 'node:path'
import { app, type BrowserWindow } from 'electron'
import type { JsonFile } from './json-file'
import { askFileToOpen, askProjectPath, projectExtension } from '../dialogs'
import type { StoredState } from '../stored-state'
import type { DesktopHandlers } from '../typed-ipc'
import type { DocumentOpener } from './document-opener'
import type { Grants, Recording } from './grants'
import type { RecentFiles } from './recent-files'
import { saveDocument } from './save-document'

type DocumentRequest =
  | 'open-dialog'
  | 'open-recent'
  | 'open-demo'
  | 'open-dropped'
  | 'document-opened'
  | 'read-recent'
  | 'clear-recent'
  | 'save-project'

export interface DocumentParts {
  readonly window: BrowserWindow
  readonly opener: DocumentOpener
  readonly grants: Grants
  readonly recentFiles: RecentFiles
  readonly state: JsonFile<StoredState>
  readonly demoPath: string
}

/** Opening, saving, and the list of recent files. */
export function createDocumentHandlers(parts: DocumentParts): Pick<DesktopHandlers, DocumentRequest> {
  const { window, opener, grants, recentFiles, state } = parts
  return {
    'open-dialog': async () => {
      const path = await askFileToOpen(window, state.value.openFolder)
      return path === null ? null : opener.open(path)
    },
    'open-recent': ({ id }) => opener.openRecent(id),
    'open-demo': () => opener.openDemo(),
    'open-dropped': ({ path }) => opener.open(path),
    'document-opened': ({ grant }) => {
      opener.remember(grant)
      return null
    },
    'read-recent': () => recentFiles.list(),
    'clear-recent': () => {
      recentFiles.clear()
      app.clearRecentDocuments()
      return null
    },
    'save-project': async ({ mustAskName, ...contents }) => {
      const recording = grants.recording(contents.grant)
      const ownPath = mustAskName ? null : recording.projectPath
      const path = ownPath ?? (await askProjectPath(window, suggestedPath(recording, parts.demoPath)))
      if (path === null) return null
      await saveDocument(path, contents, grants)
      opener.remember(contents.grant)
      return { name: basename(path) }
    }
  }
}

/** Next to the recording under its name; the demo's own folder belongs to the program. */
function suggestedPath(recording: Recording, demoPath: string): string {
  if (recording.projectPath !== null) return recording.projectPath
  const folder = recording.path === demoPath ? app.getPath('documents') : dirname(recording.path)
  return join(folder, `${basename(recording.name, extname(recording.name))}.${projectExtension}`)
}
