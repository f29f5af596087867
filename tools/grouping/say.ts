import { writeSync } from 'node:fs'

/** A line to the standard output at once: console.log of a thread waits until that thread rests, and these compute for minutes. */
export function say(line: string): void {
  writeSync(1, `${line}\n`)
}
