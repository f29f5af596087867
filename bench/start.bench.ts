import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { chromium } from 'playwright-core'
import { afterAll, test } from 'vitest'
import { resolveRuntime } from '../scripts/electron-runtime.mjs'
import { launchArguments, launchEnvironment } from '../scripts/launch-arguments.mjs'
import { projectRoot } from '../test/support/electron-app'
import { BenchReport } from './report'

/*
 * From the start of the process to a window that can be used: its Open button is painted. Nothing is attached while it
 * starts, for Playwright's own start of Electron takes two seconds more; the page's clocks are read when all is over.
 */

const runCount = 10
const startSeconds = 5
const report = new BenchReport()

afterAll(async () => {
  await report.write(`${projectRoot}/bench/results`, 'start')
  console.log(`\n${report.table()}\n`)
})

test('cold start', async () => {
  const { executablePath } = await resolveRuntime({ quiet: true })
  for (let run = 0; run < runCount; run++) {
    const userData = await mkdtemp(join(tmpdir(), 'unweave-start-'))
    const switches = [`--user-data-dir=${userData}`, '--remote-debugging-port=0']
    const startedAt = Date.now()
    const child = spawn(executablePath, [...switches, ...launchArguments()], {
      env: launchEnvironment(),
      stdio: ['ignore', 'ignore', 'pipe']
    })
    try {
      const page = await readClocks(child)
      report.add('process start → page begins to load', 'ms', page.origin - startedAt)
      report.add('process start → page has run', 'ms', page.origin + page.loaded - startedAt)
      report.add('process start → usable window', 'ms', page.origin + page.painted - startedAt, 1500)
    } finally {
      child.kill('SIGKILL')
      await once(child, 'exit')
      await sleep(500)
      await rm(userData, { recursive: true, force: true, maxRetries: 5 })
    }
  }
})

async function readClocks(child: ChildProcess): Promise<{ origin: number; loaded: number; painted: number }> {
  let written = ''
  child.stderr!.setEncoding('utf8').on('data', (chunk: string) => (written += chunk))
  await sleep(1000 * startSeconds)
  const address = /ws:\/\/\S+/.exec(written)?.[0]
  if (address === undefined) throw new Error(`The program did not start. It wrote:\n${written}`)
  const browser = await chromium.connectOverCDP(address)
  try {
    const window = browser.contexts()[0]!.pages()[0]!
    // Before it there was nothing to use; the page's first paint holds it.
    await window.getByRole('button', { name: 'Open…' }).waitFor()
    return await window.evaluate(() => {
      const paints = performance.getEntriesByType('paint').map(({ startTime }) => startTime)
      const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
      return {
        origin: performance.timeOrigin,
        loaded: navigation!.domContentLoadedEventEnd,
        painted: Math.max(...paints)
      }
    })
  } finally {
    await browser.close()
  }
}
