import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseHex, rgbToOklab } from '@core/math/oklab'
import { EditorDriver } from '../support/editor-driver'
import { launchApp, type RunningApp } from '../support/electron-app'
import { int16Data, makeTone, makeWav } from '../support/make-audio'

/* The colours of the spectrogram as WebGL 2 puts them on the screen: a bin that one source owns has that source's hue. */

const sampleRate = 44_100
const seconds = 4
/** The low tone is loudest in the middle of every second, the high one at its ends. */
const tones = [
  { hertz: 300, atSeconds: 1.5 },
  { hertz: 4000, atSeconds: 2 }
] as const
let folder: string
let running: RunningApp
let editor: EditorDriver

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unweave-pixels-'))
  const [low, high] = tones.map(({ hertz }) => makeTone(hertz, sampleRate, seconds * sampleRate, 0.1))
  // Swelling and fading in turn: a hard change would be a click, and a component of its own.
  const samples = Array.from(low!, (value, i) => {
    const part = Math.cos((2 * Math.PI * i) / sampleRate) / 2
    return Math.round(32_767 * ((0.5 - part) * value + (0.5 + part) * high![i]!))
  })
  await writeFile(join(folder, 'take.wav'), makeWav({ sampleRate, data: int16Data(samples) }))
  running = await launchApp({ args: [join(folder, 'take.wav')] })
  editor = new EditorDriver(running)
  await editor.waitUntilOpened()
  await editor.separate({ components: 2, iterations: 100 })
  for (const component of [1, 2]) {
    await editor.component(component).locator('.number').click()
    await editor.window.keyboard.press('Control+g')
    await editor.window.keyboard.press('Enter')
  }
  await editor.window.getByRole('radio', { name: 'Sources', exact: true }).click()
})

afterAll(async () => {
  await running?.close()
  await rm(folder, { recursive: true, force: true })
})

interface Hue {
  /** of OKLab, in degrees */
  readonly degrees: number
  readonly chroma: number
}

function hueOf(rgb: readonly [number, number, number]): Hue {
  const [, a, b] = rgbToOklab(rgb)
  return { degrees: (Math.atan2(b, a) * 180) / Math.PI, chroma: Math.hypot(a, b) }
}

/** The hue on the screen where each tone stands out most at its time. */
async function huesOfTones(): Promise<Hue[]> {
  const lane = editor.window.locator('[role="img"][aria-label^="Spectrogram of"]')
  const base64 = (await lane.screenshot({ type: 'png' })).toString('base64')
  const colours = await editor.window.evaluate(
    async ({ base64, shares }) => {
      const data = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))
      const image = await createImageBitmap(new Blob([data], { type: 'image/png' }))
      const context = new OffscreenCanvas(image.width, image.height).getContext('2d')!
      context.drawImage(image, 0, 0)
      return shares.map((share) => {
        const { data } = context.getImageData(Math.round(share * image.width), 0, 1, image.height)
        const pixels = Array.from({ length: image.height }, (_, y) => [...data.subarray(4 * y, 4 * y + 3)])
        // the highest row, above all tones, has the colour of nothing
        const contrast = (pixel: number[]): number =>
          pixel.reduce((total, value, i) => total + Math.abs(value - pixels[0]![i]!), 0)
        return pixels.reduce((best, pixel) => (contrast(pixel) > contrast(best) ? pixel : best))
      })
    },
    { base64, shares: tones.map(({ atSeconds }) => atSeconds / seconds) }
  )
  return colours.map(([r, g, b]) => hueOf([r! / 255, g! / 255, b! / 255]))
}

/** The hue of the source that owns a tone, as the status line names it under the pointer and its row is coloured. */
async function hueOfOwner({ hertz, atSeconds }: (typeof tones)[number]): Promise<Hue> {
  const box = (await editor.window.locator('[data-region="spectrogram"] > .lane').boundingBox())!
  const x = box.x + (box.width * atSeconds) / seconds
  await editor.window.mouse.move(x, box.y + 5)
  // a message may stand there for some seconds
  await editor.window.locator('[data-region="status"] .reading').waitFor()
  for (let y = box.y + box.height - 2; y > box.y; y -= 2) {
    await editor.window.mouse.move(x, y)
    await editor.window.waitForTimeout(20)
    const texts = await editor.window.locator('[data-region="status"] .reading b').allTextContents()
    if (!(Number.parseFloat(texts[1] ?? '') >= hertz)) continue
    const name = /^(.+?) \d+ %/.exec(texts.at(-1)!)?.[1]
    if (name === undefined) throw new Error(`nobody owns ${hertz} Hz: ${texts.join(' | ')}`)
    const css = await editor.source(name).evaluate((row) => getComputedStyle(row).getPropertyValue('--source').trim())
    return hueOf(parseHex(css))
  }
  throw new Error(`nothing shows ${hertz} Hz`)
}

function distance(a: Hue, b: Hue): number {
  return Math.abs(((a.degrees - b.degrees + 540) % 360) - 180)
}

test('each tone has the hue of the source that owns it; muted it is grey, and the other keeps its hue', async () => {
  const isWebGl = await editor.window.evaluate(
    () =>
      document.querySelector<HTMLCanvasElement>('[aria-label^="Spectrogram of"] canvas')!.getContext('webgl2') !== null
  )
  expect(isWebGl).toBe(true)
  const owners = [await hueOfOwner(tones[0]), await hueOfOwner(tones[1])] as const
  expect(distance(owners[0], owners[1])).toBeGreaterThan(30)
  await editor.window.mouse.move(0, 0)

  const shown = await huesOfTones()
  tones.forEach((_, i) => {
    expect(shown[i]!.chroma).toBeGreaterThan(0.05)
    expect(distance(shown[i]!, owners[i]!)).toBeLessThan(6)
  })

  await editor.window.locator('[data-kind="source"] button[aria-label^="Mute"]').first().click()
  await expect.poll(async () => Math.min(...(await huesOfTones()).map(({ chroma }) => chroma))).toBeLessThan(0.015)
  const [low, high] = await huesOfTones()
  const [grey, coloured] = low!.chroma < high!.chroma ? [low!, 1] : [high!, 0]
  expect(grey.chroma).toBeLessThan(0.015)
  expect(distance([low!, high!][coloured]!, owners[coloured]!)).toBeLessThan(6)
})
