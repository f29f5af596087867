import { readdir, rm } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import type { LibraryEntry } from '@core/contract/desktop'
import { AppError } from '@core/errors'
import type { TemplateSet } from '@core/separation/template-set'
import { readTemplateSet, templateFiles, writeTemplateFiles } from '../files/template-files'

/** A folder of template files. An entry's id is the name of its files without the ending. */
export class TemplateLibrary {
  constructor(private readonly folder: string) {}

  /** By name; what cannot be read is listed with what is wrong with it. */
  async list(): Promise<LibraryEntry[]> {
    const names = await readdir(this.folder).catch(() => [])
    const ids = [...new Set(names.filter((name) => /\.(npy|json)$/.test(name)).map(stemOf))]
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
    const stem = set.name.replace(/[\\/:*?"<>|\p{Cc}]/gu, '_').slice(0, 80)
    const taken = new Set((await readdir(this.folder).catch(() => [])).map(stemOf))
    let id = stem
    for (let number = 2; taken.has(id); number++) id = `${stem}-${number}`
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

  /** @param path of either file. @throws AppError as readTemplateSet */
  async importFrom(path: string): Promise<void> {
    await this.keep(await readTemplateSet(path))
  }

  /** An id names a file of the folder and nothing else. */
  #path(id: string): string {
    if (id === '' || basename(id) !== id || id.startsWith('.'))
      throw new AppError('unknown-id', `there are no templates ${id}`, { id })
    return join(this.folder, id)
  }
}

function stemOf(name: string): string {
  return basename(name, extname(name))
}
