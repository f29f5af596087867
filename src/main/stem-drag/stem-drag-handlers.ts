import { access } from 'node:fs/promises'
import { join } from 'node:path'
import type { BrowserWindow } from 'electron'
import { AppError } from '@core/errors'
import type { Grants } from '../documents/grants'
import { checkFileNames } from '../engine/file-names'
import type { DesktopHandlers } from '../typed-ipc'
import type { StemDragFolder } from './stem-drag-folder'
import { stemDragIcon } from './stem-drag-icon'

interface StemDragParts {
  readonly window: BrowserWindow
  readonly grants: Grants
  readonly stemDragFolder: StemDragFolder
}

/** A place to render a stem to, and the system's own drag of the file that is there then. */
export function createStemDragHandlers({
  window,
  grants,
  stemDragFolder
}: StemDragParts): Pick<DesktopHandlers, 'make-stem-folder' | 'start-stem-drag'> {
  const folders = new Set<string>()
  return {
    'make-stem-folder': async () => {
      const grant = grants.grantFolder(await stemDragFolder.makeFolder())
      folders.add(grant)
      return { grant }
    },
    'start-stem-drag': async ({ grant, fileName, colour }) => {
      // No other folder that the page may write into is handed to other programs.
      if (!folders.has(grant))
        throw new AppError('unknown-id', `${grant} is no folder of rendered stems`, { id: grant })
      checkFileNames([fileName])
      const file = join(grants.folder(grant), fileName)
      await access(file).catch(() => {
        throw new AppError('file-unreadable', `${file} is gone`, { name: fileName, path: file, reason: 'ENOENT' })
      })
      window.webContents.startDrag({ file, icon: stemDragIcon(colour) })
      return null
    }
  }
}
