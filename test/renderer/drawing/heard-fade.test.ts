import { describe, expect, it } from 'vitest'
import { HeardFade } from '../../../src/renderer/drawing/heard-fade'

describe('heard fade', () => {
  it('takes 80 ms and ends exactly', () => {
    const fade = new HeardFade(false)
    fade.setHeard([true, true])
    expect(fade.advance(0)).toBe(true)
    expect(fade.advance(10)).toBe(false)
    fade.setHeard([true, false])
    fade.advance(20)
    fade.advance(52)
    expect([...fade.off].map((off) => Number(off.toFixed(3)))).toEqual([0, 0.6])
    fade.advance(200)
    expect([...fade.off]).toEqual([0, 1])
    expect(fade.isSettled).toBe(true)
    expect(fade.advance(210)).toBe(false)
  })

  it('is instant where motion is unwelcome', () => {
    const fade = new HeardFade(true)
    fade.setHeard([true])
    fade.advance(0)
    fade.setHeard([false])
    expect(fade.advance(1)).toBe(true)
    expect([...fade.off]).toEqual([1])
  })

  it('starts with another separation as it is', () => {
    const fade = new HeardFade(false)
    fade.setHeard([false, true, false])
    expect([...fade.off]).toEqual([1, 0, 1])
    expect(fade.isSettled).toBe(true)
  })
})
