import type { CDPSession } from 'playwright-core'
import type { RunningApp } from '../test/support/electron-app'

interface TraceEvent {
  readonly ph: string
  readonly name: string
  readonly pid: number
  readonly tid: number
  /** microseconds: by the clock, and of the processor */
  readonly dur?: number
  readonly tdur?: number
  readonly args?: { readonly name?: string }
}

/** Milliseconds of the longest task. */
export interface LongestTask {
  readonly byClock: number
  /** without what it waited for other programs and for the graphics */
  readonly ofProcessor: number
}

/** Follows every task of the window's main thread, by Chromium's own tracing. */
export class WindowTasks {
  readonly #session: CDPSession
  #events: TraceEvent[] = []

  private constructor(session: CDPSession) {
    this.#session = session
    session.on('Tracing.dataCollected', ({ value }) => this.#events.push(...(value as unknown as TraceEvent[])))
  }

  static async watch({ window }: RunningApp): Promise<WindowTasks> {
    const tasks = new WindowTasks(await window.context().newCDPSession(window))
    await tasks.#start()
    return tasks
  }

  /** The longest since the last call. */
  async take(): Promise<LongestTask> {
    const complete = new Promise((resolve) => this.#session.once('Tracing.tracingComplete', resolve))
    await this.#session.send('Tracing.end')
    await complete
    const events = this.#events
    const mainThread = events.find(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
    const tasks = events.filter(
      ({ ph, name, pid, tid }) =>
        ph === 'X' && name.endsWith('RunTask') && pid === mainThread?.pid && tid === mainThread.tid
    )
    await this.#start()
    return {
      byClock: tasks.reduce((longest, { dur }) => Math.max(longest, dur ?? 0), 0) / 1000,
      ofProcessor: tasks.reduce((longest, { tdur }) => Math.max(longest, tdur ?? 0), 0) / 1000
    }
  }

  async #start(): Promise<void> {
    this.#events = []
    await this.#session.send('Tracing.start', {
      transferMode: 'ReportEvents',
      traceConfig: { includedCategories: ['toplevel'], excludedCategories: ['*'] }
    })
  }
}

interface WatchedMain {
  unweaveDelay?: { max: number; reset(): void; enable(): void }
}

const timerMilliseconds = 10

export async function watchMainLoop({ app }: RunningApp): Promise<void> {
  await app.evaluate((_, resolution) => {
    const { monitorEventLoopDelay } = process.getBuiltinModule('node:perf_hooks')
    const delay = monitorEventLoopDelay({ resolution })
    delay.enable()
    ;(globalThis as WatchedMain).unweaveDelay = delay
  }, timerMilliseconds)
}

/** The longest since the last call in milliseconds, without what the timer itself waits. */
export async function takeMainLoopDelay({ app }: RunningApp): Promise<number> {
  const nanoseconds = await app.evaluate(() => {
    const { unweaveDelay } = globalThis as WatchedMain
    const { max } = unweaveDelay!
    unweaveDelay!.reset()
    return max
  })
  return Math.max(0, nanoseconds / 1e6 - timerMilliseconds)
}
