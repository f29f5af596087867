import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { EditorDriver } from '../support/editor-driver'
import { launchApp, type RunningApp } from '../support/electron-app'
import { heardLevel, tapOutput } from '../support/heard-audio'
import { writeShortRecording } from '../support/short-recording'

/* Where it plays and what is heard: read from the playhead and from what the page sends to the loudspeaker. */

const durationSeconds = 6
let folder: string
let running: RunningApp
let editor: EditorDriver

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unweave-transport-'))
  await writeShortRecording(join(folder, 'one.wav'), { seconds: durationSeconds })
  running = await launchApp()
  editor = new EditorDriver(running)
  await tapOutput(running.window)
  await editor.openFile(join(folder, 'one.wav'))
  await editor.waitUntilOpened()
  await editor.separate({ components: 3, iterations: 5 })
})

afterAll(async () => {
  await running?.close()
  await rm(folder, { recursive: true, force: true })
})

/** Where the waveform lies, which shows the whole recording. */
async function waveform(): Promise<{ at(share: number): [number, number] }> {
  const box = (await editor.window.locator('.waveform').first().boundingBox())!
  return { at: (share) => [box.x + share * box.width, box.y + box.height / 2] }
}

async function play(): Promise<void> {
  await editor.button('Play').click()
  await editor.button('Pause').waitFor()
}

async function pause(): Promise<void> {
  await editor.button('Pause').click()
  await editor.button('Play').waitFor()
}

const isHeard = (): Promise<boolean> => heardLevel(editor.window).then((level) => level > -60)
const isSilent = (): Promise<boolean> => heardLevel(editor.window).then((level) => level < -100)
const hear = (what: string): Promise<void> => editor.window.getByRole('radio', { name: what, exact: true }).click()

test('a click on the waveform puts the playhead there, playing or not', async () => {
  const lane = await waveform()
  await editor.window.mouse.click(...lane.at(0.5))
  expect(await editor.positionSeconds()).toBeCloseTo(durationSeconds / 2, 1)
  await play()
  await expect.poll(() => editor.positionSeconds()).toBeGreaterThan(durationSeconds / 2 + 0.1)
  await editor.window.mouse.click(...lane.at(0.1))
  await expect.poll(() => editor.positionSeconds()).toBeLessThan(durationSeconds / 2)
  expect(await editor.positionSeconds()).toBeGreaterThanOrEqual(durationSeconds * 0.1 - 0.02)
  await pause()
})

test('a looped selection is repeated: the playhead stays inside and the sound goes on', async () => {
  const lane = await waveform()
  await editor.window.mouse.move(...lane.at(0.2))
  await editor.window.mouse.down()
  await editor.window.mouse.move(...lane.at(0.25))
  await editor.window.mouse.move(...lane.at(0.3))
  await editor.window.mouse.up()
  const [from, to] = [0.2 * durationSeconds, 0.3 * durationSeconds]
  await editor.button('Loop').click()
  await play()
  const positions: number[] = []
  // Every position read within three times round
  for (const end = Date.now() + 3000 * (to - from); Date.now() < end;) {
    positions.push(await editor.positionSeconds())
    await editor.window.waitForTimeout(20)
  }
  const inside = positions.slice(1)
  expect(Math.min(...inside)).toBeGreaterThanOrEqual(from - 0.02)
  expect(Math.max(...inside)).toBeLessThanOrEqual(to + 0.02)
  expect(inside.filter((position, i) => i > 0 && position < inside[i - 1]! - 0.1).length).toBeGreaterThanOrEqual(2)
  await expect.poll(isHeard).toBe(true)
  await pause()
  await editor.button('Loop').click()
  await editor.window.keyboard.press('Escape')
  await editor.window.getByText('No selection').waitFor()
})

test('the residual of everything that is on is silence, the original is heard even when all is muted', async () => {
  await editor.button('Loop').click()
  await play()
  await hear('Sources on')
  await expect.poll(isHeard).toBe(true)
  await hear('Residual')
  await expect.poll(isSilent).toBe(true)
  await editor.button('Mute component 1').click()
  await expect.poll(isHeard).toBe(true)
  for (const number of [2, 3]) await editor.button(`Mute component ${number}`).click()
  await hear('Sources on')
  await expect.poll(isSilent).toBe(true)
  await hear('Original')
  await expect.poll(isHeard).toBe(true)
  await pause()
  await editor.button('Loop').click()
})

test('Space on the focused Play button plays once, and anywhere else too', async () => {
  await editor.button('Play').focus()
  await editor.window.keyboard.press('Space')
  await editor.button('Pause').waitFor()
  // Twice would have paused it again.
  await expect.poll(isHeard).toBe(true)
  await editor.window.keyboard.press('Space')
  await editor.button('Play').waitFor()
  await editor.button('Solo component 1').focus()
  await editor.window.keyboard.press('Space')
  expect(await editor.isOn('Solo component 1')).toBe(true)
  expect(await editor.button('Play').isVisible()).toBe(true)
  await editor.component(1).focus()
  await editor.window.keyboard.press('Space')
  await editor.button('Pause').waitFor()
  await editor.window.keyboard.press('Space')
  await editor.button('Play').waitFor()
  expect(running.errors).toEqual([])
})
