import type { Grant } from '@core/contract/engine'
import { describe, expect, it } from 'vitest'
import { GrantTable } from '../../../src/main/engine/grant-table'

const file: Grant = { kind: 'audio-file', grant: 'file', path: '/music/a.wav', name: 'a.wav', range: null }
const folder: Grant = { kind: 'export-folder', grant: 'folder', path: '/music/stems' }

describe('GrantTable', () => {
  it('gives what stands behind an id, each kind under its own', async () => {
    const grants = new GrantTable({ patienceMilliseconds: 5 })
    grants.add(file)
    grants.add(folder)
    expect(await grants.audioFile('file')).toBe(file)
    expect(await grants.exportFolder('folder')).toBe(folder)
    await expect(grants.audioFile('folder')).rejects.toMatchObject({ code: 'unknown-id', details: { grant: 'folder' } })
    await expect(grants.exportFolder('file')).rejects.toMatchObject({ code: 'unknown-id' })
  })

  it('waits for a grant that comes after the call that names it', async () => {
    const grants = new GrantTable()
    const [first, second] = [grants.audioFile('file'), grants.audioFile('file')]
    grants.add(folder)
    setTimeout(() => grants.add(file), 20)
    expect(await first).toBe(file)
    expect(await second).toBe(file)
  })

  it('gives up after a while', async () => {
    const grants = new GrantTable({ patienceMilliseconds: 30 })
    const startTime = performance.now()
    await expect(grants.audioFile('never')).rejects.toMatchObject({ code: 'unknown-id' })
    expect(performance.now() - startTime).toBeGreaterThan(25)
  })

  it('gives the newest place of a grant', async () => {
    const grants = new GrantTable()
    grants.add(file)
    grants.add({ ...file, path: '/music/a.unweave' })
    expect(await grants.audioFile('file')).toMatchObject({ path: '/music/a.unweave' })
  })
})
