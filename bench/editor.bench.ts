import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, test } from 'vitest'
import type { AudioClip } from '@core/audio/audio-clip'
import { encodeIntegers, wavHeader } from '@core/audio/wav-writer'
import { decodeAudioFile } from '../src/main/files/decode-audio'
import { EditorDriver } from '../test/support/editor-driver'
import { demoPath, launchApp, projectRoot, type RunningApp } from '../test/support/electron-app'
import { tapOutput } from '../test/support/heard-audio'
import { readClip } from '../test/support/read-clip'
import { millisecondsUntilHeard } from './heard-change'
import { secondsUntilSeen } from './seen-lanes'
import { BenchReport } from './report'
import { startOpening } from './start-opening'
import { takeMainLoopDelay, watchMainLoop, WindowTasks } from './watches'

/*
 * A three-minute stereo recording in the real window: how soon it is seen, whether anything freezes while the engine works,
 * whether playback drops out. UNWEAVE_BENCH_FILE measures a file of your own, UNWEAVE_BENCH_RUNS sets how often.
 */

const seconds = 180
const playSeconds = 60
const runCount = Number(process.env['UNWEAVE_BENCH_RUNS'] ?? 3)
const report = new BenchReport()
let folder: string
let path: string
let clip: AudioClip
let tasks: WindowTasks

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unweave-bench-'))
  path = process.env['UNWEAVE_BENCH_FILE'] ?? (await writeLongRecording(join(folder, 'three-minutes.wav')))
  clip = await decode(path)
  report.note('recording', `${basename(path)}, ${(clip.lengthSamples / clip.sampleRate).toFixed(0)} s`)
})

afterAll(async () => {
  await report.write(join(projectRoot, 'bench', 'results'), 'editor')
  console.log(`\n${report.table()}\n`)
  await rm(folder, { recursive: true, force: true })
})

test.each(Array.from({ length: runCount }, (_, run) => run + 1))('run %i', async (run) => {
  await look()
  const running = await launchApp()
  try {
    await tapOutput(running.window)
    tasks = await WindowTasks.watch(running)
    await watchMainLoop(running)
    if (run === 1) report.note('graphics', await graphicsOf(running))
    await settle(running)
    await running.window.waitForTimeout(5000)
    await noteDelays(running, 'doing nothing')
    await open(running)
    await separateWhilePlaying(running)
    await useSources(running)
    await play(running, run === runCount ? playSeconds : 10)
  } finally {
    await running.close()
  }
})

/** In a window of its own: taking pictures delays what is measured afterwards. */
async function look(): Promise<void> {
  const running = await launchApp()
  try {
    const seen = await secondsUntilSeen(running.window, await startOpening(running, path))
    report.add('waveform seen after opening', 's', seen.waveform, 2)
    report.add('spectrogram seen after opening', 's', seen.spectrogram, 4)
    report.add('spectrogram whole after opening', 's', seen.spectrogramWhole)
  } finally {
    await running.close()
  }
}

async function open(running: RunningApp): Promise<void> {
  await startOpening(running, path)
  await running.window.waitForTimeout(6000)
  await noteDelays(running, 'opening')
}

async function separateWhilePlaying(running: RunningApp): Promise<void> {
  const { window } = running
  const editor = new EditorDriver(running)
  await editor.setParameters({ components: 32, iterations: 20 })
  await editor.button('Play').click()
  await window.waitForTimeout(1000)
  await settle(running)
  const before = await dropouts(running)
  const started = performance.now()
  await editor.button('Separate').click()
  await appears(running, '[data-kind="component"] [aria-label="Mute component 32"]')
  report.add('K = 32, 20 iterations while playing', 's', (performance.now() - started) / 1000)
  await window.waitForTimeout(1000)
  await noteDelays(running, 'separating')
  report.add('separating: dropouts', '', (await dropouts(running)) - before, 1)
}

/** The first mute, colours and grey, and how soon a mute is heard. */
async function useSources(running: RunningApp): Promise<void> {
  const { window } = running
  const before = await dropouts(running)
  await settle(running)
  for (let component = 1; component <= 8; component++) {
    await press(running, `Mute component ${Math.ceil(component / 2)}`)
    await window.waitForTimeout(300)
  }
  await noteDelays(running, 'muting')
  for (let component = 1; component <= 4; component++) {
    const label = `Mute component ${component}`
    // The stretch that is looked at has to begin with the recording as it is.
    await window.waitForTimeout(1000)
    const delay = await millisecondsUntilHeard(window, clip, label)
    if (delay !== null) report.add('mute heard after', 'ms', delay)
    await press(running, label)
  }
  await settle(running)
  await press(running, 'Group drums apart')
  await window.waitForTimeout(3000)
  await noteDelays(running, 'grouping, first colours')
  await press(running, /^Mute component/)
  await window.waitForTimeout(2000)
  await noteDelays(running, 'muting among colours')
  report.add('muting and grouping: dropouts', '', (await dropouts(running)) - before, 1)
}

async function play(running: RunningApp, forSeconds: number): Promise<void> {
  const before = await dropouts(running)
  await running.window.waitForTimeout(forSeconds * 1000)
  const name = `${forSeconds} s of playing, one of 32 muted`
  report.add(`${name}: dropouts`, '', (await dropouts(running)) - before, 1)
  await noteDelays(running, name)
}

async function noteDelays(running: RunningApp, name: string): Promise<void> {
  const delay = await takeMainLoopDelay(running)
  const { byClock, ofProcessor } = await tasks.take()
  report.add(`${name}: longest task in the window`, 'ms', byClock, 100)
  report.add(`${name}: processor time of one task, at most`, 'ms', ofProcessor, 100)
  report.add(`${name}: longest delay in main`, 'ms', delay, 50)
  await takeMainLoopDelay(running)
}

async function settle(running: RunningApp): Promise<void> {
  await tasks.take()
  await takeMainLoopDelay(running)
}

/** Looks a few times a second: finding things by role walks the whole page and would be seen as a task of the window's. */
async function appears({ window }: RunningApp, selector: string): Promise<void> {
  for (const end = Date.now() + 120_000; Date.now() < end;) {
    if (await window.evaluate((css) => document.querySelector(css) !== null, selector)) return
    await window.waitForTimeout(200)
  }
  throw new Error(`${selector} did not appear.`)
}

async function press({ window }: RunningApp, name: string | RegExp): Promise<void> {
  const pattern = typeof name === 'string' ? `^${name}$` : name.source
  await window.evaluate((source) => {
    const buttons = [...document.querySelectorAll<HTMLElement>('button')]
    buttons.find((button) => new RegExp(source).test(button.ariaLabel ?? button.textContent.trim()))!.click()
  }, pattern)
}

async function dropouts({ window }: RunningApp): Promise<number> {
  const text = await window.getByText(/^Dropouts/).textContent()
  return Number(text!.replace(/\D/g, ''))
}

async function graphicsOf({ window }: RunningApp): Promise<string> {
  return window.evaluate(() => {
    const gl = document.createElement('canvas').getContext('webgl2')
    const info = gl?.getExtension('WEBGL_debug_renderer_info')
    return info ? String(gl!.getParameter(info.UNMASKED_RENDERER_WEBGL)) : 'unknown'
  })
}

async function writeLongRecording(target: string): Promise<string> {
  const demo = await decode(demoPath)
  const { sampleRate } = demo
  const lengthSamples = seconds * sampleRate
  const channels = demo.channels.map((samples) =>
    Int32Array.from({ length: lengthSamples }, (_, i) => Math.round(samples[i % samples.length]! * 32767))
  )
  const header = wavHeader({ format: 'wav16', sampleRate, channelCount: channels.length, lengthSamples })
  await writeFile(target, Buffer.concat([header, encodeIntegers('wav16', channels, lengthSamples)]))
  return target
}

async function decode(file: string): Promise<AudioClip> {
  const callbacks = { onProgress: () => undefined, isCancelled: () => false }
  const { samples } = (await decodeAudioFile({ path: file, name: basename(file), range: null }, callbacks))!
  const clip = readClip(samples)
  samples.close()
  return clip
}
