import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { AppError } from '@core/errors'
import type { GroupingWish } from './component-groups'

/** Component number → name of its source: { "1": "drums", "4": "guitar" }. */
const labelsSchema = z.record(z.string().regex(/^[1-9]\d*$/), z.string().trim().min(1))

/**
 * Reads what a person said of components. Sources stand in the order in which they are first named.
 *
 * @throws AppError 'invalid-argument' with a `problem`
 */
export async function readLabels(path: string, componentCount: number): Promise<NonNullable<GroupingWish['labels']>> {
  const refuse = (problem: string): AppError =>
    new AppError('invalid-argument', problem, { problem: `the labels ${path} cannot be used: ${problem}` })
  let json: unknown
  try {
    json = JSON.parse(await readFile(path, 'utf8'))
  } catch (thrown) {
    throw refuse((thrown as Error).message)
  }
  const parsed = labelsSchema.safeParse(json)
  if (!parsed.success) throw refuse('each line has to be "component number": "name of a source"')
  const names: string[] = []
  const sourceOf = new Map<number, number>()
  for (const [number, name] of Object.entries(parsed.data)) {
    if (Number(number) > componentCount) throw refuse(`there is no component ${number}, only ${componentCount}`)
    if (!names.includes(name)) names.push(name)
    sourceOf.set(Number(number) - 1, names.indexOf(name))
  }
  return { names, sourceOf }
}
