import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { EditorDriver } from '../support/editor-driver'
import { launchApp, type RunningApp } from '../support/electron-app'

/* Selecting time, and boxes in the spectrogram, by mouse and by keyboard. Each test goes on where the last one stopped. */

let durationSeconds: number
let running: RunningApp
let editor: EditorDriver

beforeAll(async () => {
  running = await launchApp()
  editor = new EditorDriver(running)
  await editor.openDemo()
  const playhead = editor.window.getByRole('slider', { name: 'Playhead' })
  durationSeconds = Number(await playhead.getAttribute('aria-valuemax'))
})

afterAll(async () => {
  expect(running.errors).toEqual([])
  await running.close()
})

type Place = readonly [seconds: number, height: number]

/** A point of the window; height 0 is the upper edge of the lane. */
async function pointOf(lane: 'spectrogram' | 'mix' | 'ruler', [seconds, height]: Place): Promise<[number, number]> {
  const box = (await editor.window.locator(`.track.${lane} > .lane`).boundingBox())!
  return [box.x + (box.width * seconds) / durationSeconds, box.y + box.height * height]
}

async function drag(lane: 'spectrogram' | 'mix' | 'ruler', from: Place, to: Place, key?: string): Promise<void> {
  const { mouse, keyboard } = editor.window
  await mouse.move(...(await pointOf(lane, from)))
  if (key !== undefined) await keyboard.down(key)
  await mouse.down()
  await mouse.move(...(await pointOf(lane, to)), { steps: 5 })
  await mouse.up()
  if (key !== undefined) await keyboard.up(key)
}

interface Selected {
  readonly time: readonly [number, number]
  readonly band: readonly [number, number] | null
}

/** As the status bar tells it. */
async function selected(): Promise<Selected | null> {
  const text = await editor.window.locator('[data-region="status"]').textContent()
  const found = /Selection ([\d.]+)–([\d.]+) s(?: × (\d+)–(\d+) Hz)?/.exec(text!)
  if (found === null) return null
  const [, start, end, low, high] = found
  return { time: [Number(start), Number(end)], band: low === undefined ? null : [Number(low), Number(high)] }
}

/** What the logarithmic axis from 40 Hz to 18 kHz has at a height. */
const hertzAt = (height: number): number => 18_000 * (40 / 18_000) ** height

async function expectSelected(
  time: readonly [number, number],
  heights: readonly [number, number] | null
): Promise<void> {
  const now = (await selected())!
  expect(now.time[0]).toBeCloseTo(time[0], 1)
  expect(now.time[1]).toBeCloseTo(time[1], 1)
  if (heights === null) return expect(now.band).toBeNull()
  const [low, high] = [hertzAt(heights[1]), hertzAt(heights[0])]
  expect(Math.abs(Math.log2(now.band![0] / low))).toBeLessThan(0.1)
  expect(Math.abs(Math.log2(now.band![1] / high))).toBeLessThan(0.1)
}

describe('with the mouse', () => {
  test('a drag over the spectrogram selects a box of time and frequency', async () => {
    await drag('spectrogram', [4, 0.3], [8, 0.6])
    await expectSelected([4, 8], [0.3, 0.6])
  })

  test('a corner takes time and frequency with it, and the pointer shows it', async () => {
    await editor.window.mouse.move(...(await pointOf('spectrogram', [8, 0.3])))
    await expect.poll(() => cursorOver('spectrogram', [8, 0.3])).toBe('nesw-resize')
    await drag('spectrogram', [8, 0.3], [9, 0.2])
    await expectSelected([4, 9], [0.2, 0.6])
  })

  test('an edge moves alone, within 12 pixels of it', async () => {
    const [x, y] = await pointOf('spectrogram', [4, 0.4])
    const { mouse } = editor.window
    await mouse.move(x - 9, y)
    await mouse.down()
    await mouse.move(...(await pointOf('spectrogram', [3, 0.5])), { steps: 5 })
    await mouse.up()
    await expectSelected([3, 9], [0.2, 0.6])
    await drag('spectrogram', [6, 0.6], [6, 0.7])
    await expectSelected([3, 9], [0.2, 0.7])
  })

  test('the same edges can be dragged on the waveform and on the ruler, and the band stays', async () => {
    await drag('mix', [9, 0.5], [10, 0.5])
    await expectSelected([3, 10], [0.2, 0.7])
    await drag('ruler', [3, 0.5], [2, 0.5])
    await expectSelected([2, 10], [0.2, 0.7])
  })

  test('Shift takes the nearer edges to the pointer', async () => {
    const { mouse, keyboard } = editor.window
    await keyboard.down('Shift')
    await mouse.click(...(await pointOf('spectrogram', [11, 0.1])))
    await keyboard.up('Shift')
    await expectSelected([2, 11], [0.1, 0.7])
  })

  test('Escape takes a drag back, and the next one drops the selection', async () => {
    const { mouse, keyboard } = editor.window
    await mouse.move(...(await pointOf('spectrogram', [11, 0.4])))
    await mouse.down()
    await mouse.move(...(await pointOf('spectrogram', [10, 0.4])), { steps: 3 })
    await keyboard.press('Escape')
    await expectSelected([2, 11], [0.1, 0.7])
    await mouse.up()
    await expectSelected([2, 11], [0.1, 0.7])
    await keyboard.press('Escape')
    expect(await selected()).toBeNull()
  })

  test('a drag along a lane of time selects all frequencies, and a click there seeks and drops it', async () => {
    await drag('mix', [5, 0.5], [7, 0.5])
    await expectSelected([5, 7], null)
    await editor.window.mouse.click(...(await pointOf('mix', [10, 0.5])))
    expect(await selected()).toBeNull()
    await expect.poll(() => editor.positionSeconds()).toBeCloseTo(10, 0)
  })

  test('Ctrl snaps a box to columns and semitones, and leaves them where snapping is on', async () => {
    await drag('spectrogram', [4, 0.3], [8, 0.6], 'Control')
    expect(isOnGrid((await selected())!.band![0])).toBe(true)
    expect(isOnGrid((await selected())!.band![1])).toBe(true)
    const columns = ((await selected())!.time[0] * 44_100 + 2048) / 1024 - 1
    expect(Math.abs((columns % 1) - 0.5)).toBeLessThan(0.05)
    await editor.window.keyboard.press('Escape')
    await editor.choose('selection.snap')
    await drag('spectrogram', [4, 0.31], [8, 0.61])
    expect(isOnGrid((await selected())!.band![1])).toBe(true)
    await editor.choose('selection.snap')
  })

  test('Ctrl+A selects all time, but not from a text field', async () => {
    await editor.window.keyboard.press('Escape')
    await editor.window.getByLabel('Components', { exact: true }).focus()
    await editor.window.keyboard.press('Control+a')
    expect(await selected()).toBeNull()
    await lane().focus()
    await editor.window.keyboard.press('Control+a')
    await expectSelected([0, durationSeconds], null)
    await editor.window.keyboard.press('Escape')
  })
})

describe('with the keyboard', () => {
  test('arrows move a cursor by a column and by a semitone, which the status bar reads', async () => {
    await lane().focus()
    await editor.window.keyboard.press('ArrowRight')
    const before = await reading()
    await editor.window.keyboard.press('ArrowRight')
    await editor.window.keyboard.press('ArrowUp')
    const after = await reading()
    expect(after.seconds - before.seconds).toBeCloseTo(1024 / 44_100, 2)
    expect(12 * Math.log2(after.hertz / before.hertz)).toBeCloseTo(1, 2)
    await editor.window.keyboard.press('Control+ArrowDown')
    expect(Math.log2((await reading()).hertz / after.hertz)).toBeCloseTo(-1, 2)
  })

  test('Enter says time, note, frequency and level', async () => {
    await editor.window.keyboard.press('Enter')
    const spoken = editor.window.locator('.track.spectrogram [role="status"]')
    await expect
      .poll(() => spoken.textContent())
      .toMatch(/^[\d.]+ seconds, [A-G]( sharp )?\d, [\d.]+ hertz, minus [\d.]+ decibels$/)
  })

  test('Shift and arrows select whole columns and semitones from the cursor', async () => {
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowUp']) {
      await editor.window.keyboard.press(`Shift+${key}`)
    }
    const { time, band } = (await selected())!
    expect(time[1] - time[0]).toBeCloseTo((4 * 1024) / 44_100, 2)
    expect(12 * Math.log2(band![1] / band![0])).toBeCloseTo(2, 0)
    await editor.window.keyboard.press('Escape')
    expect(await selected()).toBeNull()
  })

  test('on the ruler and the waveform arrows move the playhead, with Shift they select', async () => {
    await editor.window.getByRole('slider', { name: 'Playhead' }).focus()
    const before = await editor.positionSeconds()
    await editor.window.keyboard.press('Control+ArrowLeft')
    await expect.poll(() => editor.positionSeconds()).toBeCloseTo(before - (10 * 1024) / 44_100, 1)
    await editor.window.getByRole('application', { name: /^Waveform/ }).focus()
    for (let i = 0; i < 3; i++) await editor.window.keyboard.press('Shift+Control+ArrowLeft')
    const { time, band } = (await selected())!
    expect(time[1] - time[0]).toBeCloseTo((30 * 1024) / 44_100, 1)
    expect(band).toBeNull()
  })

  test('F6 comes to the spectrogram itself', async () => {
    for (let i = 0; i < 5 && !(await isFocused()); i++) await editor.window.keyboard.press('F6')
    expect(await isFocused()).toBe(true)
  })
})

function lane() {
  return editor.window.getByRole('application', { name: /^Spectrogram/ })
}

function isFocused(): Promise<boolean> {
  return lane().evaluate((element) => element === document.activeElement)
}

async function reading(): Promise<{ seconds: number; hertz: number }> {
  const [seconds, hertz] = await editor.window.locator('[data-region="status"] .reading b').allTextContents()
  return { seconds: Number.parseFloat(seconds!), hertz: Number.parseFloat(hertz!) }
}

async function cursorOver(track: 'spectrogram', place: Place): Promise<string> {
  const [x, y] = await pointOf(track, place)
  return editor.window.evaluate(
    ([left, top]) => getComputedStyle(document.elementFromPoint(left!, top!)!).cursor,
    [x, y]
  )
}

/** Half way between two semitones; the status bar rounds to whole hertz. */
function isOnGrid(hertz: number): boolean {
  const near = (value: number): boolean => {
    const key = 69 + 12 * Math.log2(value / 440)
    return Math.abs(key - Math.floor(key) - 0.5) < 0.02
  }
  return near(hertz - 0.5) || near(hertz) || near(hertz + 0.5) || near(hertz - 0.25) || near(hertz + 0.25)
}
