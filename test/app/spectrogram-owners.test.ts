import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { EditorDriver } from '../support/editor-driver'
import { launchApp, type RunningApp } from '../support/electron-app'
import { int16Data, makeTone, makeWav } from '../support/make-audio'

/* Whose a point of the spectrogram is, after separations of every kind, as the status line tells under the pointer. */

const sampleRate = 44_100
const count = 4 * sampleRate
let folder: string
let running: RunningApp
let editor: EditorDriver

/** A low tone all along, and a click in the middle of each second. */
function toneAndClicks(): Uint8Array {
  const tone = makeTone(200, sampleRate, count, 0.2)
  const isClick = (i: number): boolean => i % sampleRate === sampleRate / 2
  return makeWav({
    sampleRate,
    data: int16Data(Array.from(tone, (value, i) => Math.round(32_767 * (isClick(i) ? 0.95 : value))))
  })
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unweave-owners-'))
  await writeFile(join(folder, 'take.wav'), toneAndClicks())
  running = await launchApp({ args: [join(folder, 'take.wav')] })
  editor = new EditorDriver(running)
  await editor.waitUntilOpened()
})

afterAll(async () => {
  await running?.close()
  await rm(folder, { recursive: true, force: true })
})

/** Name and share in percent under the pointer; `height` 0 is the highest frequency shown. */
async function ownerAt(seconds: number, height: number): Promise<readonly [name: string, percent: number] | null> {
  const box = (await editor.window.locator('[data-region="spectrogram"] > .lane').boundingBox())!
  await editor.window.mouse.move(box.x + 5, box.y + 5)
  await editor.window.mouse.move(box.x + (box.width * seconds) / 4, box.y + box.height * height)
  const reading = await editor.window.locator('[data-region="status"] .reading b').allTextContents()
  const [, name, percent] = /^(.+?) (\d+) %/.exec(reading.at(-1) ?? '') ?? []
  return name === undefined ? null : [name, Number(percent)]
}

/** Where the tone is lowest on the picture, and where there is nothing but a click. */
const toneAt = () => ownerAt(2, 0.72)
const clickAt = () => ownerAt(1.5, 0.05)

test.each(['Harmonic/percussive', 'NMFD', 'Band-pass bank', 'NMF'] as const)(
  'a tone and a click belong to different components: %s',
  async (method) => {
    await editor.chooseMethod(method)
    await editor.separate(method.startsWith('NMF') ? { components: 2 } : {})
    await expect.poll(toneAt, { timeout: 10_000 }).not.toBeNull()
    await expect.poll(clickAt, { timeout: 10_000 }).not.toBeNull()
    const [tone, click] = [(await toneAt())!, (await clickAt())!]
    expect(tone[0]).not.toBe(click[0])
    expect(tone[1]).toBeGreaterThan(60)
    expect(click[1]).toBeGreaterThan(60)
  }
)
