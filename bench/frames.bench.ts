import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, test } from 'vitest'
import { EditorDriver } from '../test/support/editor-driver'
import { launchApp, projectRoot } from '../test/support/electron-app'
import { FrameScript, wheel } from './frame-script'
import { BenchReport } from './report'

/*
 * Script time of the window per frame while the time axis is zoomed and scrolled over 32 components, and what it holds before and
 * after 500 zooms. Frames themselves are bound by the missing graphics processor under Xvfb. UNWEAVE_BENCH_MINUTES sets the lengths.
 */

const componentCount = 32
const lengthsMinutes = (process.env['UNWEAVE_BENCH_MINUTES'] ?? '3,120').split(',').map(Number)
const report = new BenchReport()

afterAll(async () => {
  await report.write(join(projectRoot, 'bench', 'results'), 'frames')
  console.log(`\n${report.table()}\n`)
})

test.each(lengthsMinutes)('%i minutes', async (minutes) => {
  const folder = await mkdtemp(join(tmpdir(), 'unweave-frames-bench-'))
  const path = join(folder, 'long.wav')
  await promisify(execFile)(process.execPath, [join(projectRoot, 'bench/long/make-long-file.mjs'), `${minutes}`, path])
  const running = await launchApp({ args: [path] })
  try {
    const { window } = running
    const editor = new EditorDriver(running)
    await editor.waitUntilOpened()
    await editor.setParameters({ components: componentCount, iterations: 2 })
    await editor.button('Separate').click()
    await editor.button('Cancel').waitFor({ state: 'detached', timeout: 500_000 })
    await window.waitForTimeout(3000)
    const script = await FrameScript.watch(window)
    const lane = (await window.locator('.mix > .lane').boundingBox())!
    await window.mouse.move(lane.x + lane.width / 3, lane.y + lane.height / 2)
    const measure = async (what: string, act: () => Promise<void>) => {
      const { milliseconds, frames } = await script.measure(act)
      report.add(`${minutes} min, ${what}: script per frame`, 'ms', milliseconds, 6)
      report.add(`${minutes} min, ${what}: frames`, '', frames)
    }
    await window.keyboard.down('Control')
    await measure('zooming', () => wheel(window, -60, 120))
    await wheel(window, -200, 1)
    await window.keyboard.up('Control')
    await window.keyboard.down('Shift')
    await measure('scrolling', () => wheel(window, 60, 120))
    await window.keyboard.up('Shift')
    const before = await script.heapMegabytes()
    await window.keyboard.down('Control')
    for (let round = 0; round < 5; round++) await wheel(window, -60, 100)
    await window.keyboard.up('Control')
    report.add(`${minutes} min: heap before 500 zooms`, 'MB', before)
    report.add(`${minutes} min: heap after 500 zooms`, 'MB', await script.heapMegabytes())
  } finally {
    await running.close()
    await rm(folder, { recursive: true, force: true })
  }
})
