import { describe, expect, test } from 'vitest'
import { DropoutMeter } from '../../../src/renderer/audio/dropout-meter'
import { PlayheadClock } from '../../../src/renderer/audio/playhead-clock'

describe('the dropout meter', () => {
  /** Plays for some seconds: blocks of 128 samples, rendered four at a time, with clocks that read whole milliseconds. */
  function play(meter: DropoutMeter, seconds: number, stalls: readonly number[] = [], drift = 0): void {
    let stalled = 0
    for (let block = 0; block * 128 < seconds * 44_100; block++) {
      const audio = (block * 128) / 44_100
      if (stalls.some((at) => at <= audio && at > audio - 128 / 44_100)) stalled += 0.012
      const burst = ((block - (block % 4)) * 128) / 44_100
      meter.observe(audio, Math.round((1000 + burst * (1 + drift) + stalled) * 1000) / 1000)
    }
  }

  test('counts none while blocks come in bursts and the clocks drift apart', () => {
    const meter = new DropoutMeter()
    play(meter, 60, [], 2e-4)
    expect(meter.count).toBe(0)
  })

  test('counts each time that the output went on without us', () => {
    const meter = new DropoutMeter()
    play(meter, 10, [2.1, 5.3, 8.02])
    expect(meter.count).toBe(3)
  })

  test('does not count a clock that is set, nor a machine that slept', () => {
    const meter = new DropoutMeter()
    const clock = (audio: number) => 1000 + audio + (audio > 2 ? 3600 : 0) - (audio > 5 ? 1800 : 0)
    for (let audio = 0; audio < 8; audio += 128 / 44_100) meter.observe(audio, clock(audio))
    expect(meter.count).toBe(0)
  })

  test('does not count a single late block', () => {
    const meter = new DropoutMeter()
    for (let block = 0; block < 3000; block++) {
      const audio = (block * 128) / 44_100
      meter.observe(audio, 1000 + audio + (block % 100 === 50 ? 0.018 : 0))
    }
    expect(meter.count).toBe(0)
  })

  test('does not count the time between pause and play', () => {
    const meter = new DropoutMeter()
    play(meter, 2)
    meter.restart()
    for (let block = 0; block < 1000; block++) meter.observe(2 + (block * 128) / 44_100, 2000 + (block * 128) / 44_100)
    expect(meter.count).toBe(0)
  })
})

describe('the playhead clock', () => {
  const moving = {
    positionSample: 5000,
    isMoving: true,
    runStartSample: 1000,
    runStartFrame: 20_000,
    previousRunEnd: Number.NaN,
    commandNumber: 0,
    dropoutCount: 0,
    matchGain: 1
  }

  test('is where the sound is, not where rendering is', () => {
    expect(new PlayheadClock().heardSample(moving, 22_000)).toBe(3000)
  })

  test('never runs ahead of what is rendered, nor before the start of the run', () => {
    expect(new PlayheadClock().heardSample(moving, 90_000)).toBe(5000)
    expect(new PlayheadClock().heardSample(moving, 19_000)).toBe(1000)
  })

  test('never goes back within a run', () => {
    const clock = new PlayheadClock()
    expect(clock.heardSample(moving, 22_000)).toBe(3000)
    expect(clock.heardSample(moving, 21_900)).toBe(3000)
  })

  test('stays at the end of a loop until the jump is heard', () => {
    const clock = new PlayheadClock()
    const looped = { ...moving, previousRunEnd: 8000 }
    expect(clock.heardSample(looped, 19_500)).toBe(7500)
    expect(clock.heardSample(looped, 20_100)).toBe(1100)
  })

  test('stays before a cut until the jump over it is heard', () => {
    const clock = new PlayheadClock()
    const jumped = { ...moving, runStartSample: 4000, previousRunEnd: 2000 }
    expect(clock.heardSample(jumped, 19_500)).toBe(1500)
    expect(clock.heardSample(jumped, 20_100)).toBe(4100)
  })

  test('stands where rendering stands when nothing moves', () => {
    expect(new PlayheadClock().heardSample({ ...moving, isMoving: false }, 22_000)).toBe(5000)
  })
})
