/** The first so many of prefix1, prefix2 … that are not taken. */
export function freeLabels(prefix: string, taken: ReadonlySet<string>, count: number): string[] {
  const found: string[] = []
  for (let number = 1; found.length < count; number++) {
    if (!taken.has(`${prefix}${number}`)) found.push(`${prefix}${number}`)
  }
  return found
}
