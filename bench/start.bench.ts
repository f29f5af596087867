import { afterAll, test } from 'vitest'
import { launchApp, projectRoot } from '../test/support/electron-app'
import { BenchReport } from './report'

/* From the start of the process to a window that can be used: its Open button is painted and takes a press. */

const runCount = 10
const report = new BenchReport()

afterAll(async () => {
  await report.write(`${projectRoot}/bench/results`, 'start')
  console.log(`\n${report.table()}\n`)
})

test('cold start', async () => {
  for (let run = 0; run < runCount; run++) {
    const running = await launchApp()
    try {
      const button = running.window.getByRole('button', { name: 'Open…' })
      await button.waitFor()
      const createdAt = await running.app.evaluate(
        ({ app }) => app.getAppMetrics().find(({ type }) => type === 'Browser')!.creationTime
      )
      // By the page's own clocks: asking from here takes longer than the difference.
      const page = await running.window.evaluate(() => {
        const paints = performance.getEntriesByType('paint').map(({ startTime }) => startTime)
        const { responseEnd, domContentLoadedEventEnd } = performance.getEntriesByType(
          'navigation'
        )[0] as PerformanceNavigationTiming
        return {
          origin: performance.timeOrigin,
          painted: Math.max(...paints),
          responseEnd,
          loaded: domContentLoadedEventEnd
        }
      })
      report.add('process start → page begins to load', 'ms', page.origin - createdAt)
      report.add('process start → page has run', 'ms', page.origin + page.loaded - createdAt)
      report.add('process start → usable window', 'ms', page.origin + page.painted - createdAt, 1500)
    } finally {
      await running.close()
    }
  }
})
