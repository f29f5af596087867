import { mkdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { orderedValues, readNpy, writeNpy } from '@core/audio/npy'
import { AppError } from '@core/errors'
import { templateFactsSchema, type TemplateSet } from '@core/separation/template-set'
import { writeAtomically } from './atomic-write'

/*
 * A template library is a folder of pairs of files: `drums.npy`, a NumPy array of bins × templates in float32, and `drums.json`, what
 * TemplateFacts says of it. Either can be copied, sent and read by other programs.
 */

/** Without the ending of either file of a set; other dots are part of a name. */
export function templateStem(path: string): string {
  return path.replace(/\.(npy|json)$/i, '')
}

/** A name for a set's files that none of those taken has, also where capitals make no difference. */
export function freeStem(name: string, taken: readonly string[]): string {
  const stem = fileStem(name)
  const lowerCase = new Set(taken.map((other) => other.toLowerCase()))
  let free = stem
  for (let number = 2; lowerCase.has(free.toLowerCase()); number++) free = `${stem}-${number}`
  return free
}

/** The two files of a set, by name. @param stem their name without the ending */
export function templateFiles(stem: string, { W, ...facts }: TemplateSet): ReadonlyMap<string, Uint8Array> {
  const binCount = facts.windowSamples / 2 + 1
  return new Map([
    [`${stem}.npy`, writeNpy(W, [binCount, facts.templateCount], true)],
    [`${stem}.json`, Buffer.from(`${JSON.stringify(templateFactsSchema.parse(facts), null, 2)}\n`)]
  ])
}

/**
 * Writes files into a folder, made if missing, each whole or not at all.
 *
 * @throws AppError 'file-unwritable' {existing} for those that are there with other content, unless they may be replaced
 */
export async function writeTemplateFiles(
  folder: string,
  files: ReadonlyMap<string, Uint8Array>,
  mayOverwrite: boolean
): Promise<void> {
  await mkdir(folder, { recursive: true }).catch((thrown: NodeJS.ErrnoException) => {
    throw new AppError('file-unwritable', thrown.message, { name: folder, reason: thrown.code ?? null })
  })
  const taken: string[] = []
  for (const [name, bytes] of files) {
    const present = await readFile(join(folder, name)).catch(() => null)
    if (present !== null && !present.equals(bytes)) taken.push(name)
  }
  if (taken.length > 0 && !mayOverwrite) {
    const existing = taken.join(', ')
    throw new AppError('file-unwritable', `${existing}: exists in ${folder}`, { existing })
  }
  for (const [name, bytes] of files) {
    await writeAtomically(join(folder, name), async (handle) => void (await handle.writeFile(bytes)))
  }
}

/**
 * Reads a set by the name of either of its files, or by what they have in common.
 *
 * @throws AppError 'file-unreadable' {name, path, reason}; 'invalid-argument' {argument, value, problem} when the two files do not say
 *   what templates are
 */
export async function readTemplateSet(path: string): Promise<TemplateSet> {
  const stem = templateStem(path)
  const refuse = (problem: string) =>
    new AppError('invalid-argument', `${path}: ${problem}`, {
      argument: 'Templates',
      value: `“${basename(path)}”`,
      problem
    })
  const facts = templateFactsSchema.safeParse(parseJson(await read(`${stem}.json`)))
  if (!facts.success) throw refuse(`${basename(stem)}.json is no description of templates`)
  const { windowSamples, templateCount } = facts.data
  const array = parseArray(await read(`${stem}.npy`))
  const binCount = windowSamples / 2 + 1
  if (array === null || array.shape.join() !== `${binCount},${templateCount}`) {
    const shape = array === null ? 'no array of numbers' : array.shape.join(' × ')
    throw refuse(`${basename(stem)}.npy is ${shape}, not the ${binCount} × ${templateCount} that its description says`)
  }
  const W = orderedValues(array, true)
  for (let k = 0; k < templateCount; k++) {
    const template = W.subarray(k * binCount, (k + 1) * binCount)
    const isSound = template.every((value) => value >= 0 && value < Infinity) && template.some((value) => value > 0)
    if (!isSound) throw refuse(`template ${k + 1} of it is silent, negative or not finite`)
  }
  return { ...facts.data, W }
}

async function read(path: string): Promise<Uint8Array> {
  return readFile(path).catch((thrown: NodeJS.ErrnoException) => {
    const reason = thrown.code ?? String(thrown)
    throw new AppError(
      'file-unreadable',
      `${path}: ${reason}`,
      { name: basename(path), path, reason },
      { cause: thrown }
    )
  })
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch {
    return null
  }
}

function parseArray(bytes: Uint8Array) {
  try {
    return readNpy(bytes)
  } catch {
    return null
  }
}

/** A name that every system lets a file have: some reserve those of devices, and trim dots and spaces at the ends. */
function fileStem(name: string): string {
  const plain = name
    .replace(/[\\/:*?"<>|\p{Cc}]/gu, '_')
    .slice(0, 80)
    .replace(/^[. ]+|[. ]+$/g, '')
  if (plain === '') return 'templates'
  return /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(plain) ? `_${plain}` : plain
}
