/** "86 Hz", "2.3 kHz", "12 kHz" */
export function hertzText(hertz: number): string {
  if (hertz < 1000) return `${Math.round(hertz)} Hz`
  return `${(hertz / 1000).toFixed(hertz < 10_000 ? 1 : 0)} kHz`
}

/** "86–240 Hz", "7.2–11 kHz", "0.8–2.1 kHz" */
export function hertzRangeText(lowHertz: number, highHertz: number): string {
  if (highHertz < 1000) return `${Math.round(lowHertz)}–${hertzText(highHertz)}`
  return `${(lowHertz / 1000).toFixed(lowHertz < 10_000 ? 1 : 0)}–${hertzText(highHertz)}`
}
