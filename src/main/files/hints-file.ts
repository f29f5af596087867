import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { AppError } from '@core/errors'
import { hintsFileSchema, type Hint } from '@core/separation/hints'

/**
 * Reads hints from a file, see docs/hints.md.
 *
 * @throws AppError 'file-unreadable' {name, path, reason}; 'invalid-argument' {argument, value, problem}
 */
export async function readHints(path: string): Promise<readonly Hint[]> {
  const name = basename(path)
  const text = await readFile(path, 'utf8').catch((thrown: NodeJS.ErrnoException) => {
    const reason = thrown.code ?? String(thrown)
    throw new AppError('file-unreadable', `${path}: ${reason}`, { name, path, reason }, { cause: thrown })
  })
  const refuse = (problem: string) =>
    new AppError('invalid-argument', `${path}: ${problem}`, {
      argument: 'The file of hints',
      value: `“${name}”`,
      problem
    })
  let content: unknown
  try {
    content = JSON.parse(text)
  } catch {
    throw refuse('it is no JSON')
  }
  const parsed = hintsFileSchema.safeParse(content)
  if (parsed.success) return parsed.data.hints
  const [issue] = parsed.error.issues
  throw refuse(`${issue!.path.join('.') || 'the whole'}: ${issue!.message}`)
}
