import { basename } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { gainToDecibels } from '@core/units'
import { decodeAudioFile } from '../../src/main/files/decode-audio'
import { EditorDriver } from '../support/editor-driver'
import { demoPath, launchApp, type RunningApp } from '../support/electron-app'
import { heardSamples, meanHeardLevel, tapOutput } from '../support/heard-audio'
import { readClip } from '../support/read-clip'
import { powerDecibels } from '../renderer/audio/spectra'

/* What is heard at which level, and what the meters say of it, on real Electron. */

const durationSeconds = 11.88
const loop = { startSeconds: 1, endSeconds: 3 }
let running: RunningApp
let editor: EditorDriver
let drums: string
let rest: string

beforeAll(async () => {
  running = await launchApp({ args: [demoPath] })
  editor = new EditorDriver(running)
  await tapOutput(running.window)
  await editor.waitUntilOpened()
  await editor.separate({ components: 6, iterations: 30 })
  ;[drums, rest] = await editor.suggestTwoSources()
})

afterAll(async () => {
  expect(running.errors).toEqual([])
  await running.close()
})

/** Whatever a test before left: it is paused, in a loop, everything is on at 0 dB and heard as it is. */
beforeEach(async () => {
  if (await editor.button('Pause').isVisible()) await pause()
  for (const button of [`Mute ${drums}`, `Mute ${rest}`, 'Match levels', 'Hear only the band'])
    await turn(button, false)
  for (const name of [drums, rest]) {
    await fader(name).focus()
    await editor.window.keyboard.press('0')
  }
  await editor.window.getByRole('radio', { name: 'Sources on' }).click()
  await editor.window.keyboard.press('Escape')
  await editor.select(loop.startSeconds, loop.endSeconds, durationSeconds)
  await turn('Loop', true)
  if (await clipLight().isVisible()) await clipLight().click()
})

const eventually = <T>(read: () => T | Promise<T>) => expect.poll(read, { timeout: 15_000 })
const meter = (name: string) => editor.window.getByRole('meter', { name: `Level of ${name}`, exact: true })
const fader = (name: string) => editor.window.getByRole('slider', { name: `Gain of ${name}`, exact: true })
const clipLight = () => editor.button('Output clipped, reset')

/** How much of each bar is filled. */
async function filled(name: string): Promise<number[]> {
  const scales = await meter(name)
    .locator('.cover')
    .evaluateAll((covers) => covers.map((cover) => new DOMMatrix(getComputedStyle(cover).transform).d))
  return scales.map((scale) => 1 - scale)
}

async function highestDecibels(name: string): Promise<number> {
  const text = (await meter(name).getAttribute('aria-valuetext'))!
  return Number(/peak ([+−\d.]+) dB/.exec(text)?.[1]?.replace('−', '-') ?? Number.NaN)
}

async function turn(button: string, isOn: boolean): Promise<void> {
  if ((await editor.isOn(button)) !== isOn) await editor.button(button).click()
}

async function play(): Promise<void> {
  await editor.button('Play').click()
  await editor.button('Pause').waitFor()
}

async function pause(): Promise<void> {
  await editor.button('Pause').click()
  await editor.button('Play').waitFor()
}

async function peakOfTheLoop(): Promise<number> {
  const callbacks = { onProgress: () => undefined, isCancelled: () => false }
  const { samples } = (await decodeAudioFile({ path: demoPath, name: basename(demoPath), range: null }, callbacks))!
  const { channels, sampleRate } = readClip(samples)
  samples.close()
  const [from, to] = [loop.startSeconds * sampleRate, loop.endSeconds * sampleRate]
  return Math.max(...channels.map((all) => all.subarray(from, to).reduce((peak, x) => Math.max(peak, Math.abs(x)), 0)))
}

describe('the meter of the output', () => {
  test('is empty while it stands, and tells the highest sample of what was played, however seldom it is looked at', async () => {
    expect(await filled('the output')).toEqual([0, 0])
    await play()
    await eventually(async () => Math.min(...(await filled('the output')))).toBeGreaterThan(0.3)
    await editor.window.waitForTimeout(2500)
    // The drag over the waveform ends somewhere in a pixel.
    expect(Math.abs((await highestDecibels('the output')) - gainToDecibels(await peakOfTheLoop()))).toBeLessThan(0.3)
    await pause()
    await eventually(() => filled('the output')).toEqual([0, 0])
  })
})

describe('the meters of the sources', () => {
  test('move with their stems, are empty for what is muted, and all of them in the residual', async () => {
    await play()
    for (const name of [drums, rest]) {
      await eventually(() => highestDecibels(name)).toBeGreaterThan(-40)
      await eventually(async () => Math.min(...(await filled(name)))).toBeGreaterThan(0.2)
    }
    await turn(`Mute ${drums}`, true)
    await eventually(() => filled(drums)).toEqual([0, 0])
    await eventually(async () => Math.min(...(await filled(rest)))).toBeGreaterThan(0.2)
    await editor.window.getByRole('radio', { name: 'Residual' }).click()
    await eventually(() => filled(rest)).toEqual([0, 0])
  })

  test('tell what the output tells when one source is all that is heard', async () => {
    await turn(`Mute ${drums}`, true)
    const [source, output] = await highestOfLoop()
    expect(Math.abs(source - output)).toBeLessThan(0.3)
    await fader(rest).focus()
    for (let step = 0; step < 12; step++) await editor.window.keyboard.press('ArrowDown')
    expect(await editor.decibels(rest)).toBe(-6)
    expect(Math.abs((await highestOfLoop())[0] - (source - 6))).toBeLessThan(0.3)
  })
})

describe('matched levels', () => {
  test('make what is on as loud as the original over a loop, and say by how much', async () => {
    await turn(`Mute ${drums}`, true)
    await play()
    await editor.window.getByRole('radio', { name: 'Original' }).click()
    const original = await levelOfLoop(300)
    await editor.window.getByRole('radio', { name: 'Sources on' }).click()
    const part = await levelOfLoop(300)
    expect(part).toBeLessThan(original - 1)
    await turn('Match levels', true)
    const matched = await levelOfLoop(4500)
    expect(Math.abs(matched - original)).toBeLessThan(0.4)
    const shown = (await editor.button('Match levels').textContent())!
    expect(Number(shown.replace('−', '-').replace(' dB', ''))).toBeCloseTo(matched - part, 0)
    await editor.window
      .getByRole('status')
      .filter({ hasText: /^Levels matched by \d/ })
      .waitFor({ state: 'attached' })
    await turn('Match levels', false)
    expect(Math.abs((await levelOfLoop(1000)) - part)).toBeLessThan(0.3)
  })
})

describe('the clip light', () => {
  test('lights when the output goes beyond full scale, stays after that, and goes by the keyboard', async () => {
    expect(await clipLight().count()).toBe(0)
    for (const name of [drums, rest]) {
      await fader(name).focus()
      await editor.window.keyboard.press('End')
    }
    await play()
    await clipLight().waitFor()
    await pause()
    expect(await clipLight().isVisible()).toBe(true)
    expect(await highestDecibels('the output')).toBeGreaterThan(0)
    await clipLight().focus()
    await editor.window.keyboard.press('Enter')
    await clipLight().waitFor({ state: 'detached' })
    expect(await meter('the output').evaluate((element) => element === document.activeElement)).toBe(true)
  })
})

describe('a band', () => {
  test('of a box in the spectrogram is all that is heard, of the original and of what is on', async () => {
    const lane = (await editor.window.locator('.track.spectrogram > .lane').boundingBox())!
    const at = (share: number, height: number) => [lane.x + share * lane.width, lane.y + height * lane.height] as const
    await editor.window.keyboard.press('Escape')
    await editor.window.mouse.move(...at(0.1, 0.35))
    await editor.window.mouse.down()
    await editor.window.mouse.move(...at(0.3, 0.55), { steps: 5 })
    await editor.window.mouse.up()
    const text = await editor.window.locator('[data-region="status"]').textContent()
    const [, low, high] = /(\d+)–(\d+) Hz/.exec(text!)!
    const inside = { lowHertz: Number(low), highHertz: Number(high) }
    const above = { lowHertz: 1.1 * inside.highHertz, highHertz: 20_000 }
    await play()
    for (const what of ['Original', 'Sources on']) {
      await editor.window.getByRole('radio', { name: what }).click()
      await editor.window.waitForTimeout(1500)
      const { samples: all } = await heardSamples(editor.window)
      await editor.window.keyboard.press('Shift+B')
      expect(await editor.isOn('Hear only the band')).toBe(true)
      await editor.window.waitForTimeout(1500)
      const { samples: only } = await heardSamples(editor.window)
      expect(powerDecibels(only, inside)).toBeGreaterThan(powerDecibels(all, inside) - 20)
      expect(powerDecibels(only, above)).toBeLessThan(powerDecibels(all, above) - 50)
      await editor.window.keyboard.press('Shift+B')
      expect(await editor.isOn('Hear only the band')).toBe(false)
    }
  })
})

/** Of the source that is on, and of the output, after more than a whole time round. */
async function highestOfLoop(): Promise<[source: number, output: number]> {
  // What is heard of a source is asked from the engine: its meter has it after a while.
  await editor.window.waitForTimeout(2000)
  await play()
  await editor.window.waitForTimeout(3500)
  await pause()
  return [await highestDecibels(rest), await highestDecibels('the output')]
}

/** Mean over a whole time round; the loop's own length, which the drag ends somewhere in a pixel. */
async function levelOfLoop(afterMilliseconds: number): Promise<number> {
  await editor.window.waitForTimeout(afterMilliseconds)
  return meanHeardLevel(editor.window, loop.endSeconds - loop.startSeconds)
}
