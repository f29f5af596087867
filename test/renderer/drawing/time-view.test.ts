import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import {
  clampView,
  columnCentreSeconds,
  fitView,
  minimumSpanSeconds,
  pixelsToSeconds,
  scrollView,
  secondsToColumn,
  secondsToPixels,
  spanSeconds,
  zoomView
} from '../../../src/renderer/drawing/time-view'

const view = { startSeconds: 2, endSeconds: 6 }

describe('time view', () => {
  it('maps its ends to the edges of a lane and back', () => {
    expect(secondsToPixels(2, view, 800)).toBe(0)
    expect(secondsToPixels(6, view, 800)).toBe(800)
    expect(pixelsToSeconds(200, view, 800)).toBe(3)
  })

  it('keeps the time under the pointer where it is while zooming', () => {
    const zoomed = zoomView(view, 2, 3, 100)
    expect(spanSeconds(zoomed)).toBeCloseTo(2, 12)
    expect(secondsToPixels(3, zoomed, 800)).toBeCloseTo(secondsToPixels(3, view, 800), 9)
  })

  it('never leaves the recording and never spans less than half a millisecond', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 5000, noNaN: true }),
        fc.array(fc.tuple(fc.double({ min: 0.01, max: 100, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }))),
        (duration, steps) => {
          let now = fitView(duration)
          for (const [factor, share] of steps) {
            now = zoomView(now, factor, now.startSeconds + share * spanSeconds(now), duration)
            now = scrollView(now, (share - 0.5) * duration, duration)
            expect(now.startSeconds).toBeGreaterThanOrEqual(0)
            expect(now.endSeconds).toBeLessThanOrEqual(duration + 1e-9)
            expect(spanSeconds(now)).toBeGreaterThan(minimumSpanSeconds * 0.999)
          }
        }
      )
    )
  })

  it('keeps its span when it scrolls against an end', () => {
    expect(scrollView(view, 100, 10)).toEqual({ startSeconds: 6, endSeconds: 10 })
    expect(scrollView(view, -100, 10)).toEqual({ startSeconds: 0, endSeconds: 4 })
  })

  it('shows the whole of a recording that is shorter than the view', () => {
    expect(clampView({ startSeconds: -1, endSeconds: 9 }, 3)).toEqual({ startSeconds: 0, endSeconds: 3 })
  })
})

describe('column timing', () => {
  const timing = { windowSamples: 4096, hopSamples: 1024, sampleRate: 44_100 }

  it('puts column n at the middle of its window, which starts at (n + 1)·hop − window', () => {
    expect(columnCentreSeconds(0, timing)).toBeCloseTo((1024 - 4096 + 2048) / 44_100, 12)
    expect(columnCentreSeconds(1, timing)).toBe(0)
  })

  it('finds the column of a time again', () => {
    expect(secondsToColumn(columnCentreSeconds(123.25, timing), timing)).toBeCloseTo(123.25, 9)
  })
})
