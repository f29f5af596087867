import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { SpectrogramSource } from '../../../src/renderer/drawing/spectrogram-source'
import { TileStore } from '../../../src/renderer/drawing/tile-store'

function createSource(fails: () => boolean = () => false) {
  const asked: string[] = []
  const answers: (() => void)[] = []
  const source: SpectrogramSource = {
    key: 'clip',
    columnCount: 10_000,
    binCount: 3,
    windowSamples: 4,
    hopSamples: 1,
    sampleRate: 10,
    readTile: (level, tileIndex) => {
      asked.push(`${level}/${tileIndex}`)
      return new Promise((resolve, reject) => {
        const decibels = new Uint8Array(3 * 256).fill(tileIndex)
        answers.push(() => (fails() ? reject(new Error('gone')) : resolve({ columnCount: 256, binCount: 3, decibels })))
      })
    }
  }
  const settle = async () => {
    for (const answer of answers.splice(0)) answer()
    await vi.advanceTimersByTimeAsync(0)
  }
  return { source, asked, settle }
}

const tiles = (...indices: number[]) => indices.map((tileIndex) => ({ level: 0, tileIndex }))

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('tile store', () => {
  it('asks for the most urgent tiles first, four at a time, each once', async () => {
    const { source, asked, settle } = createSource()
    const store = new TileStore(source)
    store.want({}, tiles(5, 4, 6, 3, 7, 2))
    expect(asked).toEqual(['0/5', '0/4', '0/6', '0/3'])
    await settle()
    expect(asked).toEqual(['0/5', '0/4', '0/6', '0/3', '0/7', '0/2'])
    await settle()
    expect(store.get({ level: 0, tileIndex: 7 })?.decibels[0]).toBe(7)
    store.want({}, tiles(5, 4))
    expect(asked.length).toBe(6)
  })

  it('does not ask for what nobody wants any more', async () => {
    const { source, asked, settle } = createSource()
    const store = new TileStore(source)
    const lane = {}
    store.want(lane, tiles(1, 2, 3, 4, 5, 6))
    store.want(lane, tiles(9))
    await settle()
    expect(asked).toEqual(['0/1', '0/2', '0/3', '0/4', '0/9'])
  })

  it('tells every lane that a tile has come, until it stops listening', async () => {
    const { source, settle } = createSource()
    const store = new TileStore(source)
    const [here, there] = [vi.fn(), vi.fn()]
    store.subscribe({}, here)
    const stop = store.subscribe({}, there)
    stop()
    store.want({}, tiles(1))
    await settle()
    expect(here).toHaveBeenCalledWith({ level: 0, tileIndex: 1 })
    expect(there).not.toHaveBeenCalled()
  })

  it('asks again after a second when a tile could not be read', async () => {
    let isEngineDown = true
    const { source, asked, settle } = createSource(() => isEngineDown)
    const store = new TileStore(source)
    store.want({}, tiles(1))
    await settle()
    expect(store.get({ level: 0, tileIndex: 1 })).toBeNull()
    isEngineDown = false
    expect(asked.length).toBe(1)
    await vi.advanceTimersByTimeAsync(1000)
    await settle()
    expect(asked.length).toBe(2)
    expect(store.get({ level: 0, tileIndex: 1 })).not.toBeNull()
  })
})
