import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, test } from 'vitest'
import { EditorDriver } from '../test/support/editor-driver'
import { launchApp, projectRoot, type RunningApp } from '../test/support/electron-app'
import { writeShortRecording } from '../test/support/short-recording'
import { FrameScript, wheel } from './frame-script'
import { refreshesUntilSeen } from './seen-change'
import { BenchReport } from './report'

/*
 * Three minutes and 64 components, all of them listed: script time of the window per frame while the list is scrolled, the time axis
 * zoomed, and components muted. Frames themselves are bound by the missing graphics processor under Xvfb.
 */

const componentCount = 64
const wheelCount = 80
const report = new BenchReport()
let folder: string
let running: RunningApp
let script: FrameScript

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unweave-components-bench-'))
  await writeShortRecording(join(folder, 'long.wav'), { seconds: 180 })
  running = await launchApp({ args: [join(folder, 'long.wav')] })
  const editor = new EditorDriver(running)
  await editor.waitUntilOpened()
  await editor.separate({ components: componentCount, iterations: 2 })
  await editor.button(`Mute component ${componentCount}`).waitFor()
  await running.window.waitForTimeout(3000)
  script = await FrameScript.watch(running.window)
})

afterAll(async () => {
  await running?.close()
  await report.write(join(projectRoot, 'bench', 'results'), 'components')
  console.log(`\n${report.table()}\n`)
  await rm(folder, { recursive: true, force: true })
})

test('a mute is seen', async () => {
  const { window } = running
  await window.locator('[data-kind="component"] .number').first().click()
  for (const keys of ['Control+a', 'Control+g', 'Enter']) await window.keyboard.press(keys)
  await window.getByRole('radio', { name: 'Sources', exact: true }).click()
  await window.waitForTimeout(1000)
  for (let component = 1; component <= 10; component++) {
    const refreshes = await refreshesUntilSeen(window, `Mute component ${component}`)
    report.add('mute, until the spectrogram has changed', 'refreshes', refreshes, 3)
    await window.waitForTimeout(300)
  }
})

test('64 components', async () => {
  const { window } = running
  const list = (await window.getByRole('treegrid').boundingBox())!
  // the list itself is higher than the window
  await window.mouse.move(list.x + list.width / 2, list.y + 100)
  await measure('doing nothing', () => window.waitForTimeout(2000))
  await measure('scrolling the list', () => wheel(window, 60, wheelCount))
  await window.keyboard.down('Control')
  await measure('zooming', () => wheel(window, -40, wheelCount))
  await window.keyboard.up('Control')
  await window.locator('[data-kind="component"] .number').first().click()
  await measure('muting', async () => {
    for (let press = 0; press < 20; press++) {
      await window.keyboard.press('m')
      await window.waitForTimeout(50)
    }
  })
})

async function measure(what: string, act: () => Promise<void>): Promise<void> {
  const { milliseconds, frames } = await script.measure(act)
  report.add(`${what}: script per frame`, 'ms', milliseconds, 6)
  report.add(`${what}: frames`, '', frames)
}
