/** "86 Hz", "2.3 kHz", "12 kHz" */
export function hertzText(hertz: number): string {
  if (hertz < 1000) return `${Math.round(hertz)} Hz`
  return `${(hertz / 1000).toFixed(hertz < 10_000 ? 1 : 0)} kHz`
}
