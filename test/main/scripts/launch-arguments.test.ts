import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { launchArguments, launchEnvironment } from '../../../scripts/launch-arguments.mjs'

const projectRoot = resolve(import.meta.dirname, '../../..')
const person = { folder: '/music', platform: 'linux', userId: 1000 }

describe('the arguments Electron is started with', () => {
  test('are the app and the files, made absolute from where the person stands', () => {
    expect(launchArguments(['song.flac', '/tmp/other.wav'], person)).toEqual([
      projectRoot,
      '/music/song.flac',
      '/tmp/other.wav'
    ])
  })

  test('keep switches as they are', () => {
    expect(launchArguments(['--demo'], person)).toEqual([projectRoot, '--demo'])
  })

  test('take everything after -- for a file', () => {
    expect(launchArguments(['--', '-1.wav'], person)).toEqual([projectRoot, '--', '/music/-1.wav'])
  })

  test('switch the sandbox off for root on Linux and for nobody else', () => {
    expect(launchArguments([], { ...person, userId: 0 })).toEqual(['--no-sandbox', projectRoot])
    expect(launchArguments([], { ...person, platform: 'darwin', userId: 0 })).toEqual([projectRoot])
    expect(launchArguments([], { ...person, platform: 'win32', userId: undefined })).toEqual([projectRoot])
  })

  test('come with an environment in which Electron is not plain Node', () => {
    expect(launchEnvironment({ ELECTRON_RUN_AS_NODE: '1', PATH: '/bin' })).toEqual({ PATH: '/bin' })
  })
})
