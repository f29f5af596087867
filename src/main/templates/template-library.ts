import { readdir, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { LibraryEntry } from '@core/contract/desktop'
import { AppError } from '@core/errors'
import type { TemplateSet } from '@core/separation/template-set'
import { freeStem, readTemplateSet, templateFiles, templateStem, writeTemplateFiles } from '../files/template-files'

/** A folder of template files. An entry's id is the name of its files without the ending. */
export class TemplateLibrary {
  constructor(private readonly folder: string) {}

  /** By name; what cannot be read is listed with what is wrong with it. */
  async list(): Promise<LibraryEntry[]> {
    const names = await readdir(this.folder).catch(() => [])
    const ids = [...new Set(names.filter((name) => templateStem(name) !== name).map(templateStem))]
    const entries: LibraryEntry[] = []
    for (const id of ids) {
      try {
        const { W: _, ...facts } = await readTemplateSet(this.#path(id))
        entries.push({ id, facts, problem: null })
      } catch (thrown) {
        entries.push({ id, facts: null, problem: AppError.from(thrown).message })
      }
    }
    return entries.sort((a, b) => (a.facts?.name ?? a.id).localeCompare(b.facts?.name ?? b.id))
  }

  /** @throws AppError 'unknown-id'; as readTemplateSet */
  open(id: string): Promise<TemplateSet> {
    return readTemplateSet(this.#path(id))
  }

  /** Under a name of its own: nothing that is there is replaced. @throws AppError 'file-unwritable' */
  async keep(set: TemplateSet): Promise<void> {
    const names = await readdir(this.folder).catch(() => [])
    const id = freeStem(set.name, names.map(templateStem))
    await writeTemplateFiles(this.folder, templateFiles(id, set), false)
  }

  async rename(id: string, name: string): Promise<void> {
    const set = await this.open(id)
    await writeTemplateFiles(this.folder, templateFiles(id, { ...set, name }), true)
  }

  async delete(id: string): Promise<void> {
    for (const ending of ['npy', 'json']) await rm(`${this.#path(id)}.${ending}`, { force: true })
  }

  /** Both files into another folder. @throws AppError 'file-unwritable' {existing} where others of that name are */
  async exportTo(id: string, folder: string): Promise<void> {
    await writeTemplateFiles(folder, templateFiles(id, await this.open(id)), false)
  }

  /** All of them or, when one cannot be read, none. @param paths of either file of each, or of both. @throws AppError as readTemplateSet */
  async importFrom(paths: readonly string[]): Promise<void> {
    const stems = [...new Set(paths.map(templateStem))]
    for (const set of await Promise.all(stems.map(readTemplateSet))) await this.keep(set)
  }

  /** An id names a file of the folder and nothing else. */
  #path(id: string): string {
    if (id === '' || basename(id) !== id || id.startsWith('.'))
      throw new AppError('unknown-id', `there are no templates ${id}`, { id })
    return join(this.folder, id)
  }
}
