import { createReadStream } from 'node:fs'
import { createHash } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'

/** Whether two files hold the same bytes. */
export async function hasSameContent(first: string, second: string): Promise<boolean> {
  const [firstStat, secondStat] = await Promise.all([stat(first), stat(second)])
  if (!firstStat.isFile() || firstStat.size !== secondStat.size) return false
  return (await digest(first)) === (await digest(second))
}

async function digest(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}
