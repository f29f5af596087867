/** The command line cannot be understood; the message is a sentence for the person who typed it. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

export interface NumberRange {
  readonly min: number
  readonly max: number
  readonly standard: number
  /** why the range is as it is: "the recording is separated into 4 components" */
  readonly reason?: string
}

export function readInteger(name: string, text: string | undefined, range: NumberRange): number {
  if (text === undefined) return range.standard
  return inRange(name, text, { ...range, value: /^\d+$/.test(text) ? Number(text) : NaN, kind: 'a whole number' })
}

export function readNumber(name: string, text: string | undefined, range: NumberRange): number {
  if (text === undefined) return range.standard
  const isNumber = /^(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)
  return inRange(name, text, { ...range, value: isNumber ? Number(text) : NaN, kind: 'a number' })
}

function inRange(name: string, text: string, range: NumberRange & { value: number; kind: string }): number {
  const { min, max, reason, value, kind } = range
  if (value >= min && value <= max) return value
  const because = reason === undefined ? '' : `, as ${reason}`
  throw new UsageError(`--${name} "${text}" cannot be used: give ${kind} from ${min} to ${max}${because}.`)
}

/** One of a few words, in capitals or not. */
export function readWord<T extends string>(
  name: string,
  text: string | undefined,
  { words, standard }: { words: readonly T[]; standard: T }
): T {
  if (text === undefined) return standard
  const word = words.find((candidate) => candidate === text.toLowerCase())
  if (word !== undefined) return word
  throw new UsageError(`--${name} "${text}" cannot be used: give ${orList(words)}.`)
}

/** A stretch of time as `from:to`, each in seconds (`62.5`) or both as minutes and seconds (`1:02.5`). */
export function readTimeRange(name: string, text: string): { startSeconds: number; endSeconds: number } {
  const refuse = (problem: string) => new UsageError(`--${name} "${text}" cannot be used: ${problem}.`)
  const parts = text.split(':').map((part) => (/^(\d+\.?\d*|\.\d+)$/.test(part) ? Number(part) : NaN))
  if (parts.length === 3) {
    throw refuse('it can be read in two ways, so write both times alike, as 30:45 or 0:30:0:45')
  }
  if ((parts.length !== 2 && parts.length !== 4) || parts.some(Number.isNaN)) {
    throw refuse('give two times with a colon between them, as 62.5:70 or 1:02.5:1:10')
  }
  const [startSeconds, endSeconds] =
    parts.length === 2 ? parts : [clock(parts[0]!, parts[1]!), clock(parts[2]!, parts[3]!)]
  if (Number.isNaN(startSeconds) || Number.isNaN(endSeconds)) {
    throw refuse('after minutes there are whole minutes before the colon and fewer than 60 seconds behind it')
  }
  if (startSeconds! >= endSeconds!) throw refuse('the second time must be later than the first')
  return { startSeconds: startSeconds!, endSeconds: endSeconds! }
}

function clock(minutes: number, seconds: number): number {
  return Number.isInteger(minutes) && seconds < 60 ? 60 * minutes + seconds : NaN
}

export function readName(name: string, text: string | undefined): string | null {
  if (text === undefined) return null
  if (text.trim() === '') throw new UsageError(`--${name} is empty: give a name.`)
  return text
}

export function orList(items: readonly (string | number)[]): string {
  return `${items.slice(0, -1).join(', ')} or ${items.at(-1)}`
}
