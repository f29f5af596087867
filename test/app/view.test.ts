import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { EditorDriver } from '../support/editor-driver'
import { launchApp, type RunningApp } from '../support/electron-app'

/* What the lanes show: axes, levels, panes, single samples, and the picture without WebGL 2, looked at pixel by pixel. */

let running: RunningApp
let editor: EditorDriver

beforeEach(async () => {
  running = await launchApp()
  editor = new EditorDriver(running)
})

afterEach(async () => {
  expect(running.errors).toEqual([])
  await running.close()
})

interface Picture {
  /** of pixels that are clearly coloured */
  readonly colouredShare: number
  readonly bytes: string
}

/** The spectrogram as it is on the screen. */
async function look(): Promise<Picture> {
  const png = await editor.window.locator('[role="img"][aria-label^="Spectrogram of"]').screenshot({ type: 'png' })
  const bytes = png.toString('base64')
  const colouredShare = await editor.window.evaluate(async (base64) => {
    const data = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))
    const image = await createImageBitmap(new Blob([data], { type: 'image/png' }))
    const context = new OffscreenCanvas(image.width, image.height).getContext('2d')!
    context.drawImage(image, 0, 0)
    const { data: pixels } = context.getImageData(0, 0, image.width, image.height)
    let coloured = 0
    for (let i = 0; i < pixels.length; i += 4) {
      const [r, g, b] = [pixels[i]!, pixels[i + 1]!, pixels[i + 2]!]
      if (Math.max(r, g, b) - Math.min(r, g, b) > 24) coloured++
    }
    return coloured / (pixels.length / 4)
  }, bytes)
  return { colouredShare, bytes }
}

const colouredShare = async (): Promise<number> => (await look()).colouredShare

function radio(name: string) {
  return editor.window.getByRole('radio', { name, exact: true })
}

describe('without WebGL 2', () => {
  test('the same tiles are drawn, coloured by source, and muting makes them grey', async () => {
    await editor.window.evaluate(() => {
      const original = HTMLCanvasElement.prototype.getContext as (this: unknown, ...given: unknown[]) => unknown
      HTMLCanvasElement.prototype.getContext = function (this: unknown, ...given: unknown[]) {
        return given[0] === 'webgl2' ? null : original.apply(this, given)
      } as typeof HTMLCanvasElement.prototype.getContext
    })
    await editor.openDemo()
    await radio('Magma').click()
    await expect.poll(colouredShare, { timeout: 20_000 }).toBeGreaterThan(0.2)
    await radio('Level').click()
    await expect.poll(colouredShare, { timeout: 20_000 }).toBeLessThan(0.01)
    await editor.separate({ components: 4, iterations: 10 })
    await editor.suggestTwoSources()
    await expect.poll(colouredShare, { timeout: 20_000 }).toBeGreaterThan(0.1)
    for (const button of await editor.window.locator('[data-kind="source"] button[aria-label^="Mute"]').all())
      await button.click()
    for (const button of await editor.window.locator('[data-kind="component"] button[aria-label^="Mute"]').all())
      if ((await button.getAttribute('aria-pressed')) === 'false') await button.click()
    await expect.poll(colouredShare, { timeout: 20_000 }).toBeLessThan(0.02)
  })
})

describe('the spectrogram', () => {
  test('changes with axis and level range, which are kept, and comes back after its context was lost', async () => {
    await editor.openDemo()
    await radio('Magma').click()
    await expect.poll(colouredShare, { timeout: 20_000 }).toBeGreaterThan(0.2)
    const before = await look()
    await radio('Linear').click()
    await expect.poll(async () => (await look()).bytes === before.bytes, { timeout: 10_000 }).toBe(false)
    const darkest = editor.window.getByRole('slider', { name: 'Darkest level' })
    await darkest.focus()
    await editor.window.keyboard.press('PageUp')
    expect(await darkest.getAttribute('aria-valuenow')).toBe('-66')
    await editor.window.evaluate(() => {
      const canvas = document.querySelector<HTMLCanvasElement>('[aria-label^="Spectrogram of"] canvas')!
      const lost = canvas.getContext('webgl2')!.getExtension('WEBGL_lose_context')!
      lost.loseContext()
      setTimeout(() => lost.restoreContext(), 300)
    })
    await editor.window.waitForTimeout(600)
    await expect.poll(colouredShare, { timeout: 20_000 }).toBeGreaterThan(0.05)
    await editor.window.reload()
    await editor.openDemo()
    await expect.poll(() => radio('Linear').getAttribute('aria-checked')).toBe('true')
    expect(await darkest.getAttribute('aria-valuenow')).toBe('-66')
    await editor.window.getByRole('group', { name: 'Level range of the spectrogram' }).dblclick()
    await expect.poll(() => darkest.getAttribute('aria-valuenow')).toBe('-78')
  })

  test('zooms its frequencies with Alt and the wheel, and shows all again after a double click on the axis', async () => {
    await editor.openDemo()
    const box = (await editor.window.locator('.track.spectrogram > .lane').boundingBox())!
    const hertzAtTop = async (): Promise<number> => {
      await editor.window.mouse.move(box.x + 40, box.y + box.height / 2)
      await editor.window.mouse.move(box.x + 50, box.y + 20)
      const texts = await editor.window.locator('[data-region="status"] .reading b').allTextContents()
      return Number.parseFloat(texts[1]!)
    }
    await expect.poll(hertzAtTop, { timeout: 10_000 }).toBeGreaterThan(0)
    const before = await hertzAtTop()
    await editor.window.mouse.move(box.x + 50, box.y + box.height / 2)
    await editor.window.keyboard.down('Alt')
    await editor.window.mouse.wheel(0, -400)
    await editor.window.keyboard.up('Alt')
    await expect.poll(hertzAtTop, { timeout: 10_000 }).toBeLessThan(before / 2)
    await editor.window.locator('.track.spectrogram canvas[title]').dblclick()
    await expect.poll(hertzAtTop, { timeout: 10_000 }).toBeCloseTo(before, -1)
  })
})

describe('panes and samples', () => {
  test('the waveform’s height is set by keyboard and mouse, reset by a double click, and kept', async () => {
    await editor.openDemo()
    const splitter = editor.window.getByRole('separator', { name: 'Height of the waveform' })
    const height = async (): Promise<number> => Number(await splitter.getAttribute('aria-valuenow'))
    const usual = await height()
    await splitter.focus()
    await editor.window.keyboard.press('ArrowDown')
    await expect.poll(height).toBe(usual + 16)
    await editor.window.reload()
    await editor.openDemo()
    expect(await height()).toBe(usual + 16)
    await splitter.dblclick()
    await expect.poll(height).toBe(usual)
  })

  test('the zoom slider goes down to single samples', async () => {
    await editor.openDemo()
    const lane = editor.window.locator('[role="img"][aria-label^="Waveform of"]')
    const box = (await lane.boundingBox())!
    await editor.window.mouse.click(box.x + box.width * 0.1, box.y + 5)
    await editor.window.getByLabel('Zoom', { exact: true }).fill('1')
    const span = async (): Promise<number> => {
      const text = await editor.window.getByRole('slider', { name: 'Playhead' }).getAttribute('data-span-seconds')
      return Number(text)
    }
    await expect.poll(span).toBeCloseTo(0.0005, 6)
    // Straight from dot to dot: a view of 22 samples that showed peaks of 256 would be one flat bar.
    await expect
      .poll(async () => (await lane.screenshot({ type: 'png' })).length, { timeout: 10_000 })
      .toBeGreaterThan(1500)
  })
})
