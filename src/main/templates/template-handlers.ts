import type { BrowserWindow } from 'electron'
import { askExportFolder, askTemplates } from '../dialogs'
import type { DesktopHandlers } from '../typed-ipc'
import type { TemplateLibrary } from './template-library'

type TemplateRequest =
  | 'read-template-library'
  | 'open-templates'
  | 'keep-templates'
  | 'rename-templates'
  | 'delete-templates'
  | 'import-templates'
  | 'export-templates'

/** The library's folder is the program's own; others are read and written where a person chose. */
export function createTemplateHandlers({
  window,
  templateLibrary: library
}: {
  readonly window: BrowserWindow
  readonly templateLibrary: TemplateLibrary
}): Pick<DesktopHandlers, TemplateRequest> {
  return {
    'read-template-library': () => library.list(),
    'open-templates': ({ id }) => library.open(id),
    'keep-templates': async ({ facts, W }) => {
      await library.keep({ ...facts, W })
      return library.list()
    },
    'rename-templates': async ({ id, name }) => {
      await library.rename(id, name)
      return library.list()
    },
    'delete-templates': async ({ id }) => {
      await library.delete(id)
      return library.list()
    },
    'import-templates': async () => {
      const paths = await askTemplates(window)
      if (paths.length === 0) return null
      await library.importFrom(paths)
      return library.list()
    },
    'export-templates': async ({ id }) => {
      const folder = await askExportFolder(window, null)
      if (folder === null) return null
      await library.exportTo(id, folder)
      return { displayPath: folder }
    }
  }
}
