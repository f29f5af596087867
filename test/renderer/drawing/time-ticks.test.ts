import { describe, expect, it } from 'vitest'
import { formatTime, tickSteps } from '../../../src/renderer/drawing/time-ticks'

const labels = (startSeconds: number, endSeconds: number, width: number) =>
  tickSteps({ startSeconds, endSeconds }, width).flatMap(({ label }) => label ?? [])

describe('time ticks', () => {
  it('labels each second of nine seconds on 884 pixels', () => {
    expect(labels(1.2, 10.2, 884)).toEqual(['0:02', '0:03', '0:04', '0:05', '0:06', '0:07', '0:08', '0:09', '0:10'])
  })

  it('tells times apart at every zoom', () => {
    for (let span = 0.005; span < 40_000; span *= 1.7) {
      const shown = labels(61, 61 + span, 884)
      expect(shown.length).toBeGreaterThanOrEqual(1)
      expect(shown.length).toBeLessThanOrEqual(12)
      expect(new Set(shown).size).toBe(shown.length)
    }
  })

  it('has none on a lane without width', () => {
    expect(tickSteps({ startSeconds: 0, endSeconds: 1 }, 0)).toEqual([])
  })

  it('carries rounding into the minutes', () => {
    expect(formatTime(59.9996, 3)).toBe('1:00.000')
    expect(formatTime(3599.6, 0)).toBe('1:00:00')
    expect(formatTime(4.62, 3)).toBe('0:04.620')
  })
})
