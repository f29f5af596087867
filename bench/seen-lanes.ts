import type { Locator, Page } from 'playwright-core'

/** A screenshot of an empty lane, with a grid perhaps, has fewer bytes. */
const emptyBytes = 6000
const patienceMilliseconds = 8000

interface Picture {
  readonly seconds: number
  readonly png: Buffer
}

/**
 * Looks at the lanes by screenshots, as a person does, until the spectrogram has stopped changing. Taking one costs the window
 * about 50 ms, so what comes out is rather too long.
 *
 * @param started when the file was asked for, by performance.now()
 */
export async function secondsUntilSeen(
  window: Page,
  started: number
): Promise<{ waveform: number; spectrogram: number; spectrogramWhole: number }> {
  const elapsed = (): number => (performance.now() - started) / 1000
  const waveform = await firstSeen(window.locator('[role="img"][aria-label^="Waveform of"]'), elapsed)
  const lane = window.locator('[role="img"][aria-label^="Spectrogram of"]')
  const spectrogram = await firstSeen(lane, elapsed)
  let whole = await picture(lane, elapsed)
  for (const end = performance.now() + 2000; performance.now() < end;) {
    await window.waitForTimeout(150)
    const next = await picture(lane, elapsed)
    if (!next.png.equals(whole.png)) whole = next
  }
  return { waveform, spectrogram, spectrogramWhole: whole.seconds }
}

async function firstSeen(lane: Locator, elapsed: () => number): Promise<number> {
  await lane.waitFor({ timeout: 30_000 })
  for (const end = performance.now() + patienceMilliseconds; performance.now() < end;) {
    const { seconds, png } = await picture(lane, elapsed)
    if (png.length > emptyBytes) return seconds
  }
  throw new Error('A lane stayed empty.')
}

async function picture(lane: Locator, elapsed: () => number): Promise<Picture> {
  const png = await lane.screenshot({ type: 'png' })
  return { seconds: elapsed(), png }
}
