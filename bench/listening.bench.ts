import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, test } from 'vitest'
import { decodeAudioFile } from '../src/main/files/decode-audio'
import { EditorDriver } from '../test/support/editor-driver'
import { demoPath, launchApp, projectRoot } from '../test/support/electron-app'
import { tapOutput } from '../test/support/heard-audio'
import { readClip } from '../test/support/read-clip'
import { millisecondsUntilHeard, millisecondsUntilRestored } from './heard-change'
import { millisecondsUntilSought, watchPointer } from './heard-seek'
import { BenchReport } from './report'

/*
 * What a person waits for while listening: from a seek in two hours to its sound, from a mute to its beginning and end.
 * UNWEAVE_BENCH_LONG takes a long recording of your own.
 */

const seekCount = 20
const openingMilliseconds = 180_000
const longMinutes = 120
const report = new BenchReport()
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unweave-listening-'))
})

afterAll(async () => {
  await report.write(join(projectRoot, 'bench', 'results'), 'listening')
  console.log(`\n${report.table()}\n`)
  await rm(folder, { recursive: true, force: true })
})

test('seeks in two hours', async () => {
  const path = process.env['UNWEAVE_BENCH_LONG'] ?? (await writeTwoHours())
  const recording = await decode(path)
  const running = await launchApp({ args: [path] })
  try {
    const { window } = running
    const editor = new EditorDriver(running)
    await tapOutput(window)
    await editor.button('Separate').click({ trial: true, timeout: openingMilliseconds })
    await watchPointer(window)
    await editor.button('Play').click()
    await window.waitForTimeout(3000)
    const { x, y, width, height } = (await window.locator('.mix > .lane').boundingBox())!
    const seconds = recording.lengthSamples / recording.sampleRate
    for (let seek = 0; seek < seekCount; seek++) {
      // The golden ratio comes nowhere twice.
      const share = 0.02 + 0.95 * ((seek * 0.618034) % 1)
      await window.mouse.click(x + share * width, y + height / 2)
      const sought = await millisecondsUntilSought(window, recording, share * seconds)
      if (sought !== null) report.add('seek in two hours, until its sound', 'ms', sought, 150)
    }
    const kibibytes = await running.app.evaluate(({ app }) =>
      Math.max(...app.getAppMetrics().flatMap(({ type, memory }) => (type === 'Tab' ? memory.workingSetSize : 0)))
    )
    report.add('memory of the window after that', 'MB', (kibibytes * 1024) / 1e6, 700)
  } finally {
    await running.close()
    recording.close()
  }
})

test('a mute begins and ends', async () => {
  const clip = await decodeDemo()
  const running = await launchApp({ args: [demoPath] })
  try {
    const { window } = running
    const editor = new EditorDriver(running)
    await tapOutput(window)
    await editor.waitUntilOpened()
    await editor.separate({ components: 16, iterations: 30 })
    await editor.button('Loop').click()
    await editor.button('Play').click()
    for (let component = 1; component <= 10; component++) {
      // The stretch that is looked at has to begin, or end, with the recording as it is.
      await window.waitForTimeout(1000)
      const begun = await millisecondsUntilHeard(window, clip, `Mute component ${component}`)
      if (begun !== null) report.add('mute, until it begins', 'ms', begun)
      await window.waitForTimeout(500)
      const restored = await millisecondsUntilRestored(window, clip, `Mute component ${component}`)
      if (restored !== null) report.add('unmute, until it is complete', 'ms', restored)
    }
  } finally {
    await running.close()
  }
})

async function writeTwoHours(): Promise<string> {
  const path = join(folder, 'two-hours.wav')
  const script = join(projectRoot, 'bench', 'long', 'make-long-file.mjs')
  await promisify(execFile)(process.execPath, [script, String(longMinutes), path])
  return path
}

async function decodeDemo() {
  const samples = await decode(demoPath)
  const clip = readClip(samples)
  samples.close()
  return clip
}

async function decode(path: string) {
  const callbacks = { onProgress: () => undefined, isCancelled: () => false }
  return (await decodeAudioFile({ path, name: basename(path), range: null }, callbacks))!.samples
}
