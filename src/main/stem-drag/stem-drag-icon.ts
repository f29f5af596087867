import { nativeImage, type NativeImage } from 'electron'
import type { ColourName } from '@core/project/project'
import { sourceColour } from '@core/project/source-colours'

const sidePixels = 48
/** heights of the bars of a small waveform, of the side */
const bars = [0.3, 0.62, 0.9, 0.5, 0.74, 0.36]

/** What hangs at the pointer while a stem is dragged: a small waveform in the source's colour. Not every system has a file icon. */
export function stemDragIcon(colour: ColourName | null): NativeImage {
  const { css } = sourceColour(colour, 'dark')
  const value = Number.parseInt(css.slice(1), 16)
  const bgra = [value & 255, (value >> 8) & 255, value >> 16, 255]
  const bitmap = Buffer.alloc(4 * sidePixels * sidePixels)
  const pitch = sidePixels / bars.length
  for (let y = 0; y < sidePixels; y++) {
    for (let x = 0; x < sidePixels; x++) {
      const bar = Math.floor(x / pitch)
      const isInBar = x % pitch < pitch / 2 && Math.abs(y + 0.5 - sidePixels / 2) < (bars[bar]! * sidePixels) / 2
      if (isInBar) bitmap.set(bgra, 4 * (y * sidePixels + x))
    }
  }
  return nativeImage.createFromBitmap(bitmap, { width: sidePixels, height: sidePixels })
}
