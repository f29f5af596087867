import { writeFile } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import { ZipFile } from 'yazl'

/** A project file as a later version of the program might write it: of its contents only the version is understood. */
export async function writeNewerProject(path: string): Promise<void> {
  const zip = new ZipFile()
  const project = { format: 'unweave', version: 99, threads: [] }
  zip.addBuffer(Buffer.from(JSON.stringify(project)), 'project.json')
  zip.end()
  await writeFile(path, await buffer(zip.outputStream))
}
