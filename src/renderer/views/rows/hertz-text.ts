/** "86 Hz", "2.3 kHz" */
export function hertzText(hertz: number): string {
  return hertz < 1000 ? `${Math.round(hertz)} Hz` : `${(hertz / 1000).toFixed(1)} kHz`
}
