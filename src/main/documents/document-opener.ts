import { dirname } from 'node:path'
import { app } from 'electron'
import { AppError } from '@core/errors'
import type { JsonFile } from './json-file'
import type { StoredState } from '../stored-state'
import type { Grants } from './grants'
import { openDocument, type OpenDocument } from './open-document'
import type { RecentFiles } from './recent-files'

/** Opens files for the page, and keeps the list of recent ones. */
export class DocumentOpener {
  constructor(
    private readonly grants: Grants,
    private readonly recentFiles: RecentFiles,
    private readonly state: JsonFile<StoredState>,
    private readonly demoPath: string
  ) {}

  async open(path: string): Promise<OpenDocument> {
    try {
      const opened = await openDocument(path, this.grants)
      this.state.set({ ...this.state.value, openFolder: dirname(path) })
      return opened
    } catch (thrown) {
      const { details } = AppError.from(thrown)
      // A project that is there may miss the recording it links to: then it stays in the list.
      if (details['reason'] === 'ENOENT' && details['path'] === path) this.recentFiles.remove(path)
      throw thrown
    }
  }

  /** @throws AppError 'unknown-id' when the list has changed since the page saw it */
  openRecent(id: string): Promise<OpenDocument> {
    const path = this.recentFiles.pathOf(id)
    if (path === null) throw new AppError('unknown-id', `there is no recent file ${id}`, { id })
    return this.open(path)
  }

  openDemo(): Promise<OpenDocument> {
    return openDocument(this.demoPath, this.grants)
  }

  /**
   * Lists a document as recent, once it could be read or was saved. The demo is the program's, not one of the person's files:
   * it is not listed.
   *
   * @throws AppError 'unknown-id'
   */
  remember(grant: string): void {
    const { path, projectPath } = this.grants.recording(grant)
    const listed = projectPath ?? path
    if (listed === this.demoPath) return
    this.recentFiles.add(listed, projectPath === null ? 'audio' : 'project')
    app.addRecentDocument(listed)
  }
}
