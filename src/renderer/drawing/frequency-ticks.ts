import { hertzToPixels, isBlackKey, keyToHertz, noteName, type FrequencyView } from './frequency-axis'

export interface FrequencyTick {
  readonly hertz: number
  readonly label: string
}

/** With fewer labels than these a view is too narrow for 1-2-5 a decade. */
const fewestTicks = 4
const lowestKey = 12
const highestKey = 135

/** Labelled frequencies from the top down, at least `gapPixels` apart: 1-2-5 a decade, or round steps in a narrow view. */
export function hertzTicks(view: FrequencyView, heightPixels: number, gapPixels = 20): FrequencyTick[] {
  const decades = spaced(
    [10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000].map(hertzTick),
    view,
    heightPixels,
    gapPixels
  )
  if (view.scale !== 'linear' && decades.length >= fewestTicks) return decades
  const step = roundStep(((view.highHertz - view.lowHertz) / heightPixels) * gapPixels)
  const ticks: FrequencyTick[] = []
  for (let i = Math.ceil(view.lowHertz / step); i * step <= view.highHertz; i++) ticks.push(hertzTick(i * step))
  return spaced(ticks, view, heightPixels, gapPixels)
}

/** C2 to C8 where the view has them; fewer where they would stand too close, more notes in a narrow view. */
export function octaveTicks(view: FrequencyView, heightPixels: number, gapPixels = 20): FrequencyTick[] {
  const lowHertz = Math.max(view.lowHertz, keyToHertz(lowestKey))
  const octavePixels = heightPixels / Math.log2(view.highHertz / lowHertz)
  const every = view.scale === 'log' ? Math.max(1, Math.ceil(gapPixels / octavePixels)) : 1
  const ticks: FrequencyTick[] = []
  for (let key = lowestKey; key <= highestKey; key++) {
    const octave = Math.floor(key / 12) - 1
    const isC = key % 12 === 0 && octave >= 2 && octave <= 8 && octave % every === 0
    const isShown = octavePixels >= 12 * gapPixels || (octavePixels >= 7 * gapPixels ? !isBlackKey(key) : isC)
    if (isShown) ticks.push({ hertz: keyToHertz(key), label: noteName(keyToHertz(key)).name })
  }
  return spaced(ticks, view, heightPixels, gapPixels)
}

function hertzTick(hertz: number): FrequencyTick {
  return { hertz, label: hertz >= 1000 ? `${Number((hertz / 1000).toFixed(3))}k` : String(hertz) }
}

/** 1, 2 or 5 times a power of ten, not less than asked for. */
function roundStep(atLeast: number): number {
  const power = 10 ** Math.floor(Math.log10(atLeast))
  return [1, 2, 5, 10].map((digit) => digit * power).find((step) => step >= atLeast) ?? 10 * power
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
