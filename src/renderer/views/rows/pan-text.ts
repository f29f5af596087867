/** "L 40", "C", "R 25": how far a component lies to a side, in percent; −1 left … 1 right */
export function panText(pan: number): string {
  const percent = Math.round(100 * Math.abs(pan))
  if (percent < 5) return 'C'
  return `${pan < 0 ? 'L' : 'R'} ${percent}`
}

/** "40 percent left" */
export function spokenPan(pan: number): string {
  const percent = Math.round(100 * Math.abs(pan))
  return percent < 5 ? 'in the middle' : `${percent} percent ${pan < 0 ? 'left' : 'right'}`
}
