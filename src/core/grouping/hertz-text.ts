/** "86 Hz", "2.3 kHz", "12 kHz" */
export function hertzText(hertz: number): string {
  if (hertz < 1000) return `${Math.round(hertz)} Hz`
  return `${(hertz / 1000).toFixed(hertz < 10_000 ? 1 : 0)} kHz`
}

/** "86–240 Hz", "7.2–11 kHz", "820 Hz – 2.1 kHz" */
export function hertzRangeText(lowHertz: number, highHertz: number): string {
  const [low, high] = [hertzText(lowHertz), hertzText(highHertz)]
  const unit = (text: string): string => text.slice(text.indexOf(' '))
  return unit(low) === unit(high) ? `${low.slice(0, low.indexOf(' '))}–${high}` : `${low} – ${high}`
}
