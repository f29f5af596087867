/** The band that a spectrogram shows, on a logarithmic axis, highest at the top. */
export interface FrequencyView {
  readonly lowHertz: number
  readonly highHertz: number
}

const lowestHertz = 40
const highestHertz = 18_000

/** 40 Hz to 18 kHz, or to half the sample rate where that is lower. */
export function fullFrequencyView(sampleRate: number): FrequencyView {
  const highHertz = Math.min(highestHertz, sampleRate / 2)
  return { lowHertz: Math.min(lowestHertz, highHertz / 2), highHertz }
}

/** Distance from the top edge. */
export function hertzToPixels(hertz: number, view: FrequencyView, heightPixels: number): number {
  return (Math.log(view.highHertz / hertz) / Math.log(view.highHertz / view.lowHertz)) * heightPixels
}

export function pixelsToHertz(pixels: number, view: FrequencyView, heightPixels: number): number {
  return view.highHertz * (view.lowHertz / view.highHertz) ** (pixels / heightPixels)
}

const pitchNames = ['C', 'C♯', 'D', 'D♯', 'E', 'F', 'F♯', 'G', 'G♯', 'A', 'A♯', 'B']

/** MIDI key number, as a fraction: 69 is A4, 440 Hz. */
export function hertzToKey(hertz: number): number {
  return 69 + 12 * Math.log2(hertz / 440)
}

export function keyToHertz(key: number): number {
  return 440 * 2 ** ((key - 69) / 12)
}

/** The nearest note of equal temperament and how far off it is, −50 to 50 cents. */
export function noteName(hertz: number): { name: string; cents: number } {
  const exact = hertzToKey(hertz)
  const key = Math.round(exact)
  return {
    name: `${pitchNames[((key % 12) + 12) % 12]}${Math.floor(key / 12) - 1}`,
    // + 0 turns −0 into 0
    cents: Math.round((exact - key) * 100) + 0
  }
}

export function isBlackKey(key: number): boolean {
  return [1, 3, 6, 8, 10].includes(((key % 12) + 12) % 12)
}

export interface FrequencyTick {
  readonly hertz: number
  readonly label: string
}

/** Labelled frequencies 1-2-5 a decade, from the top down, at least `gapPixels` apart. */
export function hertzTicks(view: FrequencyView, heightPixels: number, gapPixels = 20): FrequencyTick[] {
  const candidates = [10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000]
  const label = (hertz: number) => (hertz >= 1000 ? `${hertz / 1000}k` : String(hertz))
  return spaced(
    candidates.map((hertz) => ({ hertz, label: label(hertz) })),
    view,
    heightPixels,
    gapPixels
  )
}

/** C2 to C8 where the view has them; every second octave where they would stand too close. */
export function octaveTicks(view: FrequencyView, heightPixels: number, gapPixels = 20): FrequencyTick[] {
  const octavePixels = heightPixels / Math.log2(view.highHertz / view.lowHertz)
  const every = Math.max(1, Math.ceil(gapPixels / octavePixels))
  const octaves = [2, 3, 4, 5, 6, 7, 8].filter((octave) => octave % every === 0)
  const ticks = octaves.map((octave) => ({ hertz: keyToHertz(12 * (octave + 1)), label: `C${octave}` }))
  return spaced(ticks, view, heightPixels, gapPixels)
}

function spaced(ticks: FrequencyTick[], view: FrequencyView, heightPixels: number, gapPixels: number): FrequencyTick[] {
  const kept: FrequencyTick[] = []
  let lastY = -Infinity
  for (const tick of [...ticks].sort((a, b) => b.hertz - a.hertz)) {
    const y = hertzToPixels(tick.hertz, view, heightPixels)
    const isInside = y >= 6 && y <= heightPixels - 6
    if (!isInside || y - lastY < gapPixels) continue
    kept.push(tick)
    lastY = y
  }
  return kept
}
