import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { withLock } from '../../../scripts/lock.mjs'

let folder = ''
let path = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'unweave-lock-'))
  path = join(folder, 'test.lock')
})

afterEach(() => rmSync(folder, { recursive: true }))

describe('a lock', () => {
  test('lets one action run at a time and gives back what it returns', async () => {
    let running = 0
    let most = 0
    const action = async (): Promise<number> => {
      running += 1
      most = Math.max(most, running)
      await sleep(20)
      running -= 1
      return 7
    }
    const results = await Promise.all([withLock(path, action), withLock(path, action), withLock(path, action)])
    expect(results).toEqual([7, 7, 7])
    expect(most).toBe(1)
  })

  test('is given up when the action throws', async () => {
    await expect(withLock(path, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(existsSync(path)).toBe(false)
  })

  test('of a process that is gone does not hold', async () => {
    // Above the largest process id of Linux.
    writeFileSync(path, '999999999')
    expect(await withLock(path, () => Promise.resolve('ran'))).toBe('ran')
  })

  test('that was not refreshed for long does not hold, even if a process has that id again', async () => {
    writeFileSync(path, String(process.pid))
    const longAgo = Date.now() / 1000 - 3600
    utimesSync(path, longAgo, longAgo)
    expect(await withLock(path, () => Promise.resolve('ran'))).toBe('ran')
  })

  test('of a living process holds', async () => {
    writeFileSync(path, String(process.pid))
    const taken = withLock(path, () => Promise.resolve('ran'))
    expect(await Promise.race([taken, sleep(300, 'waiting')])).toBe('waiting')
    rmSync(path)
    expect(await taken).toBe('ran')
  })
})
