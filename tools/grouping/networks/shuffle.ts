/** Fisher and Yates, in place. */
export function shuffle(values: Int32Array, random: () => number): void {
  for (let i = values.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    const value = values[i]!
    values[i] = values[j]!
    values[j] = value
  }
}
