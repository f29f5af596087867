import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { folderNameFor, nearestExistingFolder, suggestedExportFolder } from '../../../src/main/documents/export-folders'

describe('suggestedExportFolder', () => {
  it('names a new folder in Music after the recording', async () => {
    expect(await suggestedExportFolder('take 3.flac', null, '/music')).toBe(join('/music', 'Stems', 'take 3'))
  })

  it('stays with the folder chosen last while it is there', async () => {
    const chosen = await mkdtemp(join(tmpdir(), 'unweave-export-'))
    expect(await suggestedExportFolder('take 3.flac', chosen, '/music')).toBe(chosen)
    await rm(chosen, { recursive: true })
    expect(await suggestedExportFolder('take 3.flac', chosen, '/music')).toBe(join('/music', 'Stems', 'take 3'))
  })
})

describe('folderNameFor', () => {
  it.each([
    ['song.flac', 'song'],
    ['a:b?c*.wav', 'a-b-c-'],
    ['../../etc.wav', 'etc'],
    ['CON.wav', 'CON_'],
    ['what.... .wav', 'what'],
    ['....wav', 'Recording']
  ])('%s becomes %s', (recordingName, folderName) => {
    expect(folderNameFor(recordingName)).toBe(folderName)
  })
})

describe('nearestExistingFolder', () => {
  it('climbs to the first folder that is there', async () => {
    const there = await mkdtemp(join(tmpdir(), 'unweave-export-'))
    expect(await nearestExistingFolder(join(there, 'not', 'yet'))).toBe(there)
    await rm(there, { recursive: true })
  })
})
