import { describe, expect, it } from 'vitest'
import { autosaveDelay } from '../../../src/renderer/editor/autosave-delay'

describe('a copy of unsaved changes', () => {
  it('is made three seconds after a change that nothing follows', () => {
    expect(autosaveDelay(1000, 1000)).toBe(3000)
  })

  it('is made within fifteen seconds where changes never stop', () => {
    let due = Infinity
    for (let now = 0; now < due; now += 500) due = now + autosaveDelay(now, 0)
    expect(due).toBe(15_000)
    expect(autosaveDelay(20_000, 0)).toBe(0)
  })
})
