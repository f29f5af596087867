import { describe, expect, it } from 'vitest'
import { ByteCache } from '../../../src/main/engine/byte-cache'

describe('ByteCache', () => {
  it('drops what was used longest ago when it holds too many bytes', () => {
    const cache = new ByteCache<string>(10)
    cache.set('a', 'A', 4)
    cache.set('b', 'B', 4)
    expect(cache.get('a')).toBe('A')
    cache.set('c', 'C', 4)
    expect(['a', 'b', 'c'].map((key) => cache.get(key))).toEqual(['A', undefined, 'C'])
  })

  it('keeps the newest entry even when it alone is too large, and counts a replaced one once', () => {
    const cache = new ByteCache<string>(10)
    cache.set('a', 'A', 4)
    cache.set('b', 'B', 50)
    expect([cache.get('a'), cache.get('b')]).toEqual([undefined, 'B'])
    cache.set('b', 'B', 5)
    cache.set('a', 'A', 5)
    expect([cache.get('a'), cache.get('b')]).toEqual(['A', 'B'])
  })
})
