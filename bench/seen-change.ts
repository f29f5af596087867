import type { Page } from 'playwright-core'

/**
 * Presses a button and counts the refreshes of the screen until the spectrogram's canvas holds another picture: 1 when the next
 * one shows it. The canvas can only be read in the frame in which it was drawn, so it is read behind each drawing.
 */
export function refreshesUntilSeen(window: Page, label: string): Promise<number> {
  return window.evaluate(async (name) => {
    const canvas = document.querySelector<HTMLCanvasElement>('[aria-label^="Spectrogram of"] canvas')!
    const gl = canvas.getContext('webgl2')!
    const { width, height } = canvas
    // low frequencies, where most components are; reading all of it would take longer than drawing it
    const rows = { first: Math.round(height / 4), count: 8 }
    const drawings: { time: number; pixels: Uint32Array }[] = []
    const frameTime = (): number => Number(document.timeline.currentTime)
    const keep = (): void => {
      const pixels = new Uint32Array(width * rows.count)
      gl.bindFramebuffer(gl.FRAMEBUFFER, null)
      gl.readPixels(0, rows.first, width, rows.count, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(pixels.buffer))
      drawings.push({ time: frameTime(), pixels })
    }
    let isAsked = false
    const draw = gl.drawArrays.bind(gl)
    gl.drawArrays = (...given) => {
      draw(...given)
      if (isAsked) return
      isAsked = true
      queueMicrotask(() => {
        isAsked = false
        keep()
      })
    }
    const frames: number[] = []
    const frame = (): Promise<unknown> => new Promise(requestAnimationFrame)
    const button = document.querySelector<HTMLElement>(`[aria-label="${name}"]`)!
    try {
      // Twice: pressed and released again, the picture before is known.
      for (const _ of [1, 2]) {
        button.click()
        for (let refresh = 0; refresh < 20; refresh++) await frame()
      }
      const before = drawings.at(-1)!.pixels
      drawings.length = 0
      const pressedAt = frameTime()
      button.click()
      for (let refresh = 0; refresh < 30; refresh++) {
        await frame()
        frames.push(frameTime())
      }
      const changed = drawings.find(({ pixels }) => pixels.some((pixel, i) => pixel !== before[i]))
      if (changed === undefined) throw new Error('the picture did not change')
      return frames.filter((time) => time > pressedAt && time <= changed.time).length
    } finally {
      gl.drawArrays = draw
    }
  }, label)
}
