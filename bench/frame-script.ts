import type { CDPSession, Page } from 'playwright-core'

interface FrameCount {
  unweaveFrames: number
  unweaveCounts: boolean
}

/** What the window's script takes while something is done in it. */
export class FrameScript {
  private constructor(
    private readonly window: Page,
    private readonly session: CDPSession
  ) {}

  static async watch(window: Page): Promise<FrameScript> {
    const session = await window.context().newCDPSession(window)
    await session.send('Performance.enable')
    return new FrameScript(window, session)
  }

  /** Milliseconds of script per frame that was drawn meanwhile, and how many these were. */
  async measure(act: () => Promise<void>): Promise<{ milliseconds: number; frames: number }> {
    const { window } = this
    await window.evaluate(() => {
      const count = globalThis as unknown as FrameCount
      count.unweaveFrames = 0
      count.unweaveCounts = true
      const tick = (): void => {
        count.unweaveFrames++
        if (count.unweaveCounts) requestAnimationFrame(tick)
      }
      requestAnimationFrame(tick)
    })
    const before = await this.#scriptMilliseconds()
    await act()
    const script = (await this.#scriptMilliseconds()) - before
    const frames = await window.evaluate(() => {
      const count = globalThis as unknown as FrameCount
      count.unweaveCounts = false
      return count.unweaveFrames
    })
    return { milliseconds: script / frames, frames }
  }

  /** What the page's script holds after a collection, in MB. */
  async heapMegabytes(): Promise<number> {
    await this.session.send('HeapProfiler.collectGarbage')
    const { usedSize } = await this.session.send('Runtime.getHeapUsage')
    return usedSize / 1e6
  }

  async #scriptMilliseconds(): Promise<number> {
    const { metrics } = await this.session.send('Performance.getMetrics')
    return 1000 * metrics.find(({ name }) => name === 'ScriptDuration')!.value
  }
}

/** Turns the wheel one way, and back again. */
export async function wheel(window: Page, pixels: number, count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) {
    await window.mouse.wheel(0, turn < count / 2 ? pixels : -pixels)
    await window.waitForTimeout(16)
  }
}
