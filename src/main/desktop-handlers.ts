import { basename } from 'node:path'
import { app, nativeTheme, shell } from 'electron'
import { AppError } from '@core/errors'
import type { CloseGuard } from './close-guard'
import { askAudioFiles, askDiscard, askExportFolder } from './dialogs'
import { createDocumentHandlers, type DocumentParts } from './documents/document-handlers'
import { nearestExistingFolder, suggestedExportFolder } from './documents/export-folders'
import type { EngineHost } from './engine/engine-host'
import type { EngineLink } from './engine-link'
import type { LaunchRequests } from './launch-requests'
import type { ApplicationMenu } from './menu'
import { createRecoveryHandlers } from './recovery/recovery-handlers'
import type { RecoverySession } from './recovery/recovery-session'
import type { StemDragFolder } from './stem-drag/stem-drag-folder'
import { createStemDragHandlers } from './stem-drag/stem-drag-handlers'
import type { Theme } from './stored-state'
import { createTemplateHandlers } from './templates/template-handlers'
import type { TemplateLibrary } from './templates/template-library'
import type { DesktopHandlers } from './typed-ipc'

export interface DesktopParts extends DocumentParts {
  readonly guard: CloseGuard
  readonly menu: ApplicationMenu
  readonly engine: EngineHost
  readonly engineLink: EngineLink
  readonly launches: LaunchRequests
  readonly recovery: RecoverySession
  readonly stemDragFolder: StemDragFolder
  readonly templateLibrary: TemplateLibrary
}

/** What the page may ask of main: each request lands in the part that it is about. */
export function createDesktopHandlers(parts: DesktopParts): DesktopHandlers {
  const { window, guard, menu, engine, grants, state } = parts
  let documentName: string | null = null
  const grantAudio = (path: string) => {
    const name = basename(path)
    return { grant: grants.grantRecording({ name, path, range: null, projectPath: null }), name }
  }
  return {
    ...createDocumentHandlers(parts),
    ...createRecoveryHandlers(parts),
    ...createStemDragHandlers(parts),
    ...createTemplateHandlers(parts),
    ready: () => {
      parts.engineLink.pageReady()
      return parts.launches.pageReady()
    },
    'choose-audio-files': async ({ purpose }) => {
      const title =
        purpose === 'example' ? 'Choose recordings in which the source plays alone' : 'Choose the true stems'
      const paths = await askAudioFiles(window, title, state.value.openFolder)
      return paths.length === 0 ? null : paths.map(grantAudio)
    },
    'grant-dropped': ({ path }) => grantAudio(path),
    'choose-export-folder': async () => {
      const path = await askExportFolder(window, state.value.exportFolder)
      if (path === null) return null
      state.set({ ...state.value, exportFolder: path })
      return { grant: grants.grantFolder(path), displayPath: path }
    },
    'suggest-export-folder': async ({ recordingName }) => {
      const path = await suggestedExportFolder(recordingName, state.value.exportFolder, musicFolder())
      return { grant: grants.grantFolder(path), displayPath: path }
    },
    'reveal-export-folder': async ({ grant }) => {
      const path = await nearestExistingFolder(grants.folder(grant))
      const reason = await shell.openPath(path)
      if (reason !== '') throw new AppError('file-unreadable', `${path}: ${reason}`, { name: path, reason })
      return null
    },
    'update-window': (shown) => {
      documentName = shown.documentName
      guard.isDirty = shown.isDirty
      window.setTitle(windowTitle(shown.documentName, shown.isDirty))
      if (process.platform === 'darwin') window.setDocumentEdited(shown.isDirty)
      menu.setCommands(shown.commands)
      return null
    },
    'confirm-discard': () => {
      guard.heard()
      return askDiscard(window, documentName ?? 'Untitled')
    },
    'close-window': async () => {
      // The person has saved the changes or given them up.
      await parts.recovery.forget()
      guard.close()
      return null
    },
    'set-theme': ({ theme }) => {
      setTheme(parts, theme)
      return null
    },
    'show-menu': (point) => {
      menu.popUp(window, point)
      return null
    },
    'read-engine-status': () => ({ processId: engine.processId, restarts: engine.restartCount })
  }
}

export function setTheme({ menu, state }: Pick<DesktopParts, 'menu' | 'state'>, theme: Theme): void {
  nativeTheme.themeSource = theme
  state.set({ ...state.value, theme })
  menu.setTheme(theme)
}

/** On macOS the mark of unsaved changes is in the close button. */
export function windowTitle(documentName: string | null, isDirty: boolean): string {
  if (documentName === null) return 'Unweave'
  return `${isDirty && process.platform !== 'darwin' ? '● ' : ''}${documentName} – Unweave`
}

function musicFolder(): string {
  try {
    return app.getPath('music')
  } catch {
    return app.getPath('home')
  }
}
