import { describe, expect, it } from 'vitest'
import type { Grant } from '@core/contract/engine'
import { AppError } from '@core/errors'
import { Grants } from '../../../src/main/documents/grants'

const recording = { name: 'a.wav', path: '/music/a.wav', range: null, projectPath: null }

function createGrants() {
  const given: Grant[] = []
  return { given, grants: new Grants((grant) => given.push(grant)) }
}

describe('Grants', () => {
  it('tells the engine the path behind an id that says nothing', () => {
    const { given, grants } = createGrants()
    const grant = grants.grantRecording(recording)
    expect(given).toEqual([{ kind: 'audio-file', grant, path: '/music/a.wav', name: 'a.wav', range: null }])
    expect(grant).toMatch(/^[0-9a-f-]{36}$/)
    expect(grants.grantRecording(recording)).not.toBe(grant)
  })

  it('gives a grant again when its place changes', () => {
    const { given, grants } = createGrants()
    const grant = grants.grantRecording(recording)
    grants.changeRecording(grant, { ...recording, path: '/music/a.unweave', range: { offset: 40, byteLength: 9 } })
    expect(given.at(-1)).toMatchObject({ grant, path: '/music/a.unweave', range: { offset: 40, byteLength: 9 } })
    expect(grants.recording(grant).path).toBe('/music/a.unweave')
  })

  it('names a folder once', () => {
    const { given, grants } = createGrants()
    const grant = grants.grantFolder('/music/Stems')
    expect(grants.grantFolder('/music/Stems')).toBe(grant)
    expect(given).toHaveLength(1)
    expect(grants.folder(grant)).toBe('/music/Stems')
  })

  it('knows no id that it did not give, and no recording as a folder', () => {
    const { grants } = createGrants()
    const grant = grants.grantRecording(recording)
    expect(() => grants.folder(grant)).toThrow(AppError)
    expect(() => grants.recording('/music/a.wav')).toThrow(expect.objectContaining({ code: 'unknown-id' }))
  })
})
