import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, test } from 'vitest'
import { EditorDriver } from '../test/support/editor-driver'
import { launchApp, projectRoot } from '../test/support/electron-app'
import { BenchReport } from './report'
import { secondsUntilSeen } from './seen-lanes'
import { startOpening } from './start-opening'
import { takeMainLoopDelay, watchMainLoop, WindowTasks } from './watches'

/* A stereo recording of two hours: how soon it is seen, whether the window answers meanwhile, what it takes of memory. */

const report = new BenchReport()
let folder: string
let path: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unweave-two-hours-'))
  path = join(folder, 'two-hours.wav')
  await promisify(execFile)(process.execPath, [join(projectRoot, 'bench/long/make-long-file.mjs'), '120', path])
}, 600_000)

afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
  await report.write(join(projectRoot, 'bench', 'results'), 'two-hours')
  console.log(`\n${report.table()}\n`)
})

test('is seen', async () => {
  const running = await launchApp()
  try {
    const seen = await secondsUntilSeen(running.window, await startOpening(running, path))
    report.add('waveform seen after opening', 's', seen.waveform, 5)
    report.add('spectrogram seen after opening', 's', seen.spectrogram)
  } finally {
    await running.close()
  }
})

test('leaves the window free', async () => {
  const running = await launchApp()
  try {
    const tasks = await WindowTasks.watch(running)
    await watchMainLoop(running)
    await startOpening(running, path)
    await new EditorDriver(running).waitUntilOpened()
    await running.window.waitForTimeout(10_000)
    const { byClock, ofProcessor } = await tasks.take()
    report.add('opening: longest task in the window', 'ms', byClock, 100)
    report.add('opening: processor time of one task, at most', 'ms', ofProcessor, 100)
    report.add('opening: longest delay in main', 'ms', await takeMainLoopDelay(running), 50)
    const kibibytes = await running.app.evaluate(
      ({ app }) => app.getAppMetrics().find(({ type }) => type === 'Tab')!.memory.workingSetSize
    )
    report.add('memory of the window', 'MB', (kibibytes * 1024) / 1e6, 700)
  } finally {
    await running.close()
  }
})
