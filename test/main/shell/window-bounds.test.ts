import { describe, expect, it } from 'vitest'
import { openingBounds } from '../../../src/main/window-bounds'

const laptop = { x: 0, y: 0, width: 1920, height: 1050 }
const second = { x: 1920, y: 0, width: 2560, height: 1400 }

describe('openingBounds', () => {
  it('opens in the middle of the first screen when nothing is kept', () => {
    expect(openingBounds(null, [laptop, second])).toEqual({ x: 240, y: 75, width: 1440, height: 900 })
  })

  it('keeps bounds that a screen shows', () => {
    const kept = { x: 2000, y: 40, width: 1600, height: 1000 }
    expect(openingBounds(kept, [laptop, second])).toEqual(kept)
  })

  it('forgets bounds on a screen that is gone', () => {
    expect(openingBounds({ x: 2000, y: 40, width: 1600, height: 1000 }, [laptop]).x).toBe(240)
  })

  it('forgets bounds whose top edge cannot be grasped', () => {
    expect(openingBounds({ x: 100, y: -500, width: 1200, height: 800 }, [laptop]).y).toBe(75)
    expect(openingBounds({ x: 1850, y: 10, width: 1200, height: 800 }, [laptop]).x).toBe(240)
  })

  it('never opens below the smallest size, nor beyond a small screen’s corner', () => {
    expect(openingBounds({ x: 0, y: 0, width: 300, height: 200 }, [laptop])).toMatchObject({ width: 1024, height: 640 })
    expect(openingBounds(null, [{ x: 0, y: 30, width: 800, height: 570 }])).toEqual({
      x: 0,
      y: 30,
      width: 1024,
      height: 640
    })
  })
})
