import { describe, expect, it } from 'vitest'
import { activationPoints } from '../../../src/renderer/drawing/activation-drawing'
import { costRange, costTicks } from '../../../src/renderer/drawing/cost-curve-drawing'
import { grabOverview, moveOverview } from '../../../src/renderer/drawing/overview-grip'
import { templateHeights } from '../../../src/renderer/drawing/template-drawing'
import { columnCentreSeconds, secondsToPixels } from '../../../src/renderer/drawing/time-view'

describe('activation lane', () => {
  const timing = { windowSamples: 4096, hopSamples: 1024, sampleRate: 44_100 }
  const activation = new Float32Array(2000)
  activation[1234] = 5
  activation[30] = 2.5
  const size = { width: 300, height: 36, ratio: 1 }
  const scene = { activation, peak: 5, timing, colourCss: '#fff' }
  const highest = (points: [number, number][]) => points.reduce((a, b) => (b[1] < a[1] ? b : a))

  it('shows a single loud column at its time when many columns share a pixel', () => {
    const view = { startSeconds: 0, endSeconds: 46 }
    const points = activationPoints({ ...scene, view }, size)
    expect(points.length).toBeLessThanOrEqual(301)
    const x = secondsToPixels(columnCentreSeconds(1234, timing), view, 300)
    expect(Math.abs(highest(points)[0] - x)).toBeLessThanOrEqual(0.5)
  })

  it('puts points on the columns’ centres when zoomed in, and h^.6 of the peak high', () => {
    const view = { startSeconds: 0.5, endSeconds: 0.9 }
    const [x, y] = highest(activationPoints({ ...scene, view }, size))
    expect(x).toBeCloseTo(secondsToPixels(columnCentreSeconds(30, timing), view, 300), 9)
    expect((35 - y) / 31).toBeCloseTo(0.5 ** 0.6, 6)
  })

  it('is flat for a component that never sounds', () => {
    const silent = { ...scene, activation: new Float32Array(2000), peak: 0, view: { startSeconds: 0, endSeconds: 1 } }
    expect(activationPoints(silent, size).every(([, y]) => y === 35)).toBe(true)
  })
})

describe('template plot', () => {
  it('has its peak at the top and 27 dB less in the middle', () => {
    const template = new Float32Array(2049)
    template[100] = 1
    template[1000] = 10 ** (-27 / 20)
    const heights = templateHeights(template, 44_100, 72)
    expect(Math.max(...heights)).toBeCloseTo(1, 6)
    expect(heights.some((height) => Math.abs(height - 0.5) < 1e-6)).toBe(true)
  })

  it('is empty for a template of zeros', () => {
    expect(templateHeights(new Float32Array(2049), 44_100, 72).every((height) => height === 0)).toBe(true)
  })
})

describe('cost curve', () => {
  it('marks 1 and 3 of each decade within the costs', () => {
    expect(costTicks(costRange([2.6, 0.4, 0.09])).map((tick) => Number(tick.toPrecision(1)))).toEqual([0.1, 0.3, 1])
  })

  it('marks finer steps where the cost hardly falls', () => {
    expect(costTicks(costRange([0.12, 0.08])).map((tick) => Number(tick.toPrecision(2)))).toEqual([0.07, 0.1, 0.15])
  })
})

describe('overview', () => {
  const view = { startSeconds: 2, endSeconds: 6 }

  it('takes a handle at the frame’s edges and the window between them', () => {
    expect(grabOverview(200, view, 10, 1000)).toEqual({ grip: 'start', view })
    expect(grabOverview(603, view, 10, 1000)).toEqual({ grip: 'end', view })
    expect(grabOverview(400, view, 10, 1000)).toEqual({ grip: 'window', view })
  })

  it('jumps to where it is clicked outside the frame', () => {
    expect(grabOverview(800, view, 10, 1000)).toEqual({ grip: 'window', view: { startSeconds: 6, endSeconds: 10 } })
  })

  it('moves one edge and leaves the other', () => {
    expect(moveOverview('start', view, 1, 10)).toEqual({ startSeconds: 3, endSeconds: 6 })
    expect(moveOverview('end', view, 9, 10)).toEqual({ startSeconds: 2, endSeconds: 10 })
    const smallest = moveOverview('start', view, 9, 10)
    expect(smallest.endSeconds).toBeCloseTo(6, 9)
    expect(smallest.endSeconds - smallest.startSeconds).toBeCloseTo(0.0005, 9)
  })
})
